nav-round = Tur
round-title = Bu kez kim gidiyor ve neden onlar?
round-step-terms = Koşullar kesinleşti
round-step-transport = Günler, araçlar, refakatçiler ve yataklar
round-step-commit = İki taraf kuranın payına bağlanır
round-step-tables = İki taraf her sınıftan kaç kişi tuttuğunu mühürler
round-step-reveal = İki pay da açılır
round-step-make = Plan yapıldı
round-step-assign = Plan kendi kişilerine eşlendi
round-step-lock = İki görevli kilitler
round-missing = eksik: { $it }
round-done = tamam
round-not-yet = henüz değil
round-proposal = Aşama aşama plan
round-day = Gün
round-gives = { $it } tarafı teslim eder
round-picture = Resim
round-who = Kim gidiyor ve neden
round-who-stays = Kim bekliyor ve neden
round-why = Neden?
round-people-title = Kim gidiyor, kim bekliyor
round-stays = bekliyor
round-lock = İki adla kilit
round-lock-do = Planı kilitle
round-unlock-do = Yeniden aç
round-open = Plan hâlâ değiştirilebilir.
round-asked = { $it } planın kilitlenmesini istiyor; ikinci bir görevli onaylamalı.
round-locked = Kilitleyenler: { $it }. Hiçbir şey değiştirilemez.
round-unlock-asked = Kilitli; { $it } açılmasını istiyor, ikinci bir görevli onaylamalı.
round-few = 5’ten az
round-months = { $it } aydan az
round-longer = daha uzun
fairness-title = İnsanlar ne kadar bekledi
fairness-says = Bu tarafın teklifindeki herkes, ne kadar süredir tutulduğuna göre: plandan önce ve sonrasında bekleyenler.
fairness-held = Tutulma süresi
fairness-before = Plandan önce
fairness-goes = Gidiyor
fairness-after = Hâlâ bekliyor
why-title = Bu kişi yolculuk edebilir mi, edemezse neden?
why-goes = Tüm kapılar belirlenince { $it }. aşamada gider.
why-stays = Bu planın hiçbir aşamasında değil.
why-gates = Bu kişi için belirlenenler
queue-lock = ikinci görevliyi bekleyen plan kilidi
done-locked = Plan kilitlendi.
done-lock-asked = İkinci görevliyi bekliyor.
done-unlocked = Plan yeniden değiştirilebilir.
done-unlock-asked = İkinci görevliyi bekliyor.
round-going = { $count ->
    [one] Bir kişi gidiyor.
   *[other] { $n } kişi gidiyor.
}
round-staying = { $count ->
    [one] Bir kişi bekliyor.
   *[other] { $n } kişi bekliyor.
}
fairness-unknown = { $count ->
    [one] Bir kişinin ne zamandan beri tutulduğu bilinmiyor.
   *[other] { $n } kişinin ne zamandan beri tutulduğu bilinmiyor.
}
