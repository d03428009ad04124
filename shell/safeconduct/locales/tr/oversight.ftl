nav-administration = Yönetim
deed-column = Ne yapılabilir
log-number = No.
log-when = Ne zaman
log-end = Bu günlüğün zinciri şurada biter:
log-check = Bütün zinciri şu komut denetler:
account-codes-left = Kalan kurtarma kodu
account-codes-few = az kaldı: yenilerini yapın
account-secrets = Parola ve kodlar
account-new-codes = Yeni kodlar yap
account-new-codes-says = Doğrulama uygulamanız için yeni bir gizli anahtar ve yeni kurtarma kodları. Öncekiler artık hiçbir şey açmaz, öteki oturumlarınız kapanır.
account-practice = Alıştırma örneğinin kapısı açıktır: içinde hesap, parola ya da oturum yoktur.
sessions-title = Oturumlar
sessions-none = Açık oturum yok.
sessions-where = Nereden
sessions-began = Başladı
sessions-used = Son kullanım
sessions-this = bu oturum
sessions-sign-out = Sayfanın üstünden çıkış yapın
sessions-end = Bitir
sessions-end-all = Bu hesabın bütün oturumlarını bitir
passkeys-title = Geçiş anahtarları
passkeys-none = Geçiş anahtarı eklenmedi.
passkeys-name = Aygıt
passkeys-made = Eklendi
passkeys-shown = Son gösterildi
passkeys-never = hiç
passkeys-drop = Kaldır
password-title = Yeni parola
password-says = Parola değişince hesabın öteki bütün oturumları kapanır.
password-old = Şimdiki parola
password-new = Yeni parola
password-hint = 12–256 karakter. Rastgele seçilmiş dört beş sözcük uzundur ve akılda kalır.
password-again = Bir kez daha aynısı
password-do = Parolayı değiştir
password-missing = Yeni parolayı iki kez yazın.
password-differs = İkisi aynı değil. İkisini de yeniden yazın.
password-length = Parola 12 ile 256 karakter arasındadır.
password-plain = Bu parola birkaç karakterin yinelenmesi ya da sıralanmasıdır. Başka bir tane seçin.
password-common = Bu parola ilk denenenler arasındadır. Başka bir tane seçin.
password-name = Bu parolada çalışma adı geçiyor. Başka bir tane seçin.
password-old-wrong = Şimdiki parola doğru değil.
done-password = Yeni parola geçerli. Hesabın öteki oturumları kapandı.
done-session = Bitirildi.
done-passkey-dropped = Geçiş anahtarı kaldırıldı: onunla artık kimse içeri alınmaz.
done-role = Yeni rol hemen geçerli. Hesabın oturumları kapandı.
done-disabled = Hesap artık giriş yapamaz. Oturumları kapandı.
done-enabled = Hesap yeniden giriş yapabilir.
done-admitted = Hesap, rolünün açtığı anahtarları aldı. Parolayla bir sonraki girişten başlayarak geçerlidir.
once-title = Bir kez gösterilir: yazın
once-says = Bunu yalnızca hesabın sahibi yazar. Bu sayfadan çıkınca bir daha hiçbir yerde görülmez.
once-codes = Kodlar
once-codes-says = Gizli anahtarı bir doğrulama uygulamasına yazın. Uygulama her yarım dakikada altı rakam gösterir.
once-open = Bu aygıttaki doğrulama uygulamasında aç
once-by-hand = Gizli anahtar:
once-recovery = Kurtarma kodları
once-recovery-says = Telefon kaybolduğunda: her biri bir kez geçerlidir.
once-done = Yazıldı: devam et
administration-title = Yönetim
administration-accounts = Hesaplar
administration-practice = Bu bir alıştırma örneğidir: kapısı açıktır; hesabı, oturumu ve giriş günlüğü yoktur.
administration-state = Durum
administration-enabled = giriş yapabilir
administration-disabled = kapalı
administration-more = { $count ->
    [one] Bir hesap daha: komut satırında görülür.
   *[other] { $n } hesap daha: komut satırında görülür.
}
administration-closed = Kapalı bölmeler
administration-none-closed = Hiçbiri kapalı değil: örneğin anahtarı ve veritabanı elinde olan her şeyi açar. Sağlık, aile ve listeyi şu komut kapatır:
administration-reference = Günlüklerdeki gönderme
administration-keys = Anahtarı olduğu bölmeler
administration-role = Rol
administration-role-says = Bir sonraki istekten başlayarak geçerlidir; hesabın oturumları kapanır.
administration-role-do = Bu rolü ver
administration-secrets-says = Parolasını ya da telefonunu yitiren için. Sahibine yüz yüze söylenir.
administration-enable-says = Kapalı hesap yeniden açılabilir; parolası ve kodları olduğu gibidir.
administration-enable = Yeniden girişe izin ver
administration-disable-says = Artık giriş yapamaz, oturumları hemen kapanır, anahtarları geri alınır. Kaydettikleri kalır.
administration-disable = Kapat
administration-own = Bu sizin kendi hesabınız: onu başka bir yönetici kapatır.
administration-admit-says = Rolü, anahtarı kendisinde olmayan kapalı bölmeleri açar. Bunları, bölmeleri açık olan verir.
administration-admit = Anahtarları ver
new-account-title = Hesap oluştur
new-account-says = İlk parolayı siz seçersiniz; sahibi ilk girişten sonra değiştirir. Kodlar ve kurtarma kodları bir kez, sonraki sayfada gösterilir.
new-account-name-hint = Örneğin officer-1: harf, rakam, “-”, “_” ve “.”, en çok 64
new-account-role-hint = Her rolün neyi görüp değiştirebileceği docs/access.md dosyasındadır.
new-account-password = İlk parola
new-account-do = Hesabı oluştur
new-account-name-wrong = 1–64 harf, rakam, “-”, “_” ve “.” ile bir çalışma adı yazın.
new-account-name-taken = Bu ad alınmış. Başka bir ad seçin.
new-account-role-wrong = Bir rol seçin.
health-title = Örneğin sağlığı
health-good = yolunda
health-warning = bakın
health-bad = düzeltin
health-fine = Denenen her şey çalışıyor.
health-look = Bir şey sizi bekliyor. Bu makinede az önce denenenler:
health-unknown = Bu sunucuya örneğin yeri söylenmedi; makinenin kendisinde sorun:
health-mark = Durum
health-what = Denenen
health-found = Bulunan
health-backup = Yedekler ve geri yükleme tatbikatı
health-backup-at = Son yedek yazıldı ve açılarak doğrulandı:
health-no-backup = Örnek hiçbir yedekten haberli değil.
health-drill = Tatbikatta yedek, başka bir makinede boş bir klasöre konur ve orada giriş yapılır. Bu örnekte iz bırakmaz: gününü kendi defterinize yazın.
health-practice = Alıştırma
health-practice-yes = Bu örnek alıştırma için kuruldu: içindeki herkes uydurmadır ve hep öyle kalır.
health-practice-no = Bu örnekte gerçek insanlar var. --practice ile kurulmuş başka bir örnekte alıştırma yapın.
trail-title = Giriş günlüğü
trail-says = Her deneme, her ret ve hesaplarla yapılan her şey; en yenisi üstte. Kimse bir satırı fark edilmeden çıkaramaz.
trail-count = { $count ->
    [one] Bir satır.
   *[other] { $n } satır.
}
trail-whose = Hesap
trail-what = Ne oldu
trail-by = Yapan
trail-refused-mark = reddedildi
trail-tried = girmeyi ya da kod göstermeyi dener
trail-made-to-wait = beklemesi söylendi
trail-refused = içeri alınmadı
trail-signed-in = giriş yaptı
trail-proven = yeni bir kod gösterdi
trail-ended = oturum bitti
trail-proof-missing = yeni bir kod gerekiyordu
trail-account-made = hesap oluşturuldu
trail-role-set = rol değiştirildi
trail-disabled = hesap kapatıldı
trail-enabled = hesap açıldı
trail-password-set = yeni parola
trail-codes-set = yeni kodlar
trail-closed = bölmeler kapatıldı
trail-admitted = anahtarları verildi
trail-let-go = bölme anahtarları geri alındı
trail-recovery-used = kurtarma kodu kullandı
trail-passkey-added = geçiş anahtarı ekledi
trail-passkey-shown = geçiş anahtarı gösterdi
trail-passkey-dropped = geçiş anahtarını kaldırdı
trail-linked = sağlayıcının tanıdığı birine bağlandı
trail-unlinked = sağlayıcı bağı kaldırıldı
trail-vouched = sağlayıcı, sahibine kefil oldu
trail-hook-made = web kancası yaptı
trail-hook-dropped = web kancasını kaldırdı
trail-hook-resumed = web kancasını sürdürdü
trail-hook-stopped = web kancası kapandı: iletileri alınmıyor
trail-seconds = { $count ->
    [one] bir saniye
   *[other] { $n } saniye
}
trail-left = { $count ->
    [one] bir tane kaldı
   *[other] { $n } tane kaldı
}
trail-why-password = ad ya da parola
trail-why-code = yanlış kod
trail-why-replayed = önce kullanılmış bir kod
trail-why-disabled = hesap kapalı
trail-why-token = oturum açmayan bir belirteç
trail-why-idle = çok uzun süre kullanılmadı
trail-why-old = izin verilen süre doldu
trail-why-elsewhere = başladığından başka bir yerden kullanıldı
trail-why-signed-out = sahibi çıkış yaptı
trail-why-revoked = biri bitirdi
trail-why-changed = hesabın gizli bilgileri değişti
trail-why-wrong = çok fazla yanlış kod
trail-why-many = hesabın çok fazla oturumu var
trail-why-passkey = geçiş anahtarı doğru değil ya da bilinmiyor
trail-why-copied = sayacı ilerlemeyen geçiş anahtarı: bir kopyası olabilir
trail-why-provider = sağlayıcıdan gelen doğru değil
trail-why-not-linked = sağlayıcının adını verdiği kişiye bağlı hesap yok
nav-looks = Bakışlar
queue-alarms = uydurma kişilere bakıldığına ilişkin alarmlar
looks-title = Kim kime baktı ve neden
looks-says = Her bakış, bir şey gösterilmeden önce yazıldı. Günlüğe bu bakış da yazıldı.
looks-by = Bakanlara göre
looks-who = Kim
looks-what-for = Ne için
looks-whose = Kimin verisi
looks-ended = Nasıl bitti
looks-things = Ne açıktı
looks-all = Hepsi
looks-odd = Reddedilen ya da zorlanan
looks-none-odd = Reddedilen ya da zorlanan yok.
looks-odd-more = { $count ->
    [one] Daha eski bir tane günlüktedir.
   *[other] Daha eski { $n } tane günlüktedir.
}
looks-total = { $count ->
    [one] Günlükte bir bakış var.
   *[other] Günlükte { $n } bakış var.
}
looks-part = { $count ->
    [one] Burada en yeni bir tanesi sayıldı.
   *[other] Burada en yeni { $n } tanesi sayıldı.
}
looks-people = { $count ->
    [one] { $n } kişi
   *[other] { $n } kişi
}
looks-open = izin verildi
looks-forced = saatlik sayının üstünde, gerekçeyle
looks-denied = reddedildi: bu rol için değil
looks-spent = reddedildi: saatlik sayı doldu
looks-deed-show = gösterildi
looks-deed-match = bir program taradı
looks-deed-export = dosyaya yazıldı
looks-purpose-tracing = arama
looks-purpose-exchange = değişim
looks-purpose-handover = teslim
looks-purpose-care = bakım
looks-purpose-family = aile
looks-purpose-oversight = denetim
looks-thing-name = ad
looks-thing-birth = doğum
looks-thing-number = numara
looks-thing-service = hizmet
looks-thing-captivity = esaret
looks-thing-kin = yakınlar
looks-thing-description = tanım
looks-thing-words = sözler
looks-thing-source = kaynak
looks-thing-health = sağlık
looks-thing-wish = kendi isteği
looks-thing-sighting = görgü
looks-thing-family-word = aileye söylenen
looks-thing-line = liste satırı
looks-thing-verdict = karar
looks-thing-reason = gerekçe
looks-thing-looks = bakışlar
looks-person-hint = Kişiye verilen kâğıttaki gönderme
looks-person-do = Kimin baktığını göster
looks-person-unknown = Bu kütükte bu gönderme kimsede yok.
looks-elsewhere = Günlüğün başka yerde saklanması
looks-elsewhere-says = Veritabanını ve programı elinde tutan başka bir günlük yapabilir. Bunu başka bir makinede saklayın ve zaman zaman karşılaştırın.
looks-export = Günlüğü indir
looks-check-file = Başka yerde saklanan günlük
looks-check = Karşılaştır
looks-no-file = Saklanan dosyayı seçin.
looks-same = { $count ->
    [one] Bir bakış günlükte saklandığı gibi duruyor.
   *[other] { $n } bakış günlükte saklandığı gibi duruyor.
}
looks-other = Günlük saklandığı gibi değil
log-title = Bakış günlüğünün tamamı
looked-title = Bir kişiye kimler baktı
looked-count = { $count ->
    [one] Bu kişi bir kez gösterildi.
   *[other] Bu kişi { $n } kez gösterildi.
}
looked-programs = Aynı anda çok kişiye bakan programlar ve geri çevrilen denemeler günlüğün tamamında yer alır.
alarms-title = Alarmlar
alarms-says = Uydurma bir kişiyi açmak için kimsenin nedeni yoktur. Kendisine gösterilen burada adıyla yazılıdır.
alarms-decoys = { $count ->
    [one] Bir uydurma kişi var.
   *[other] { $n } uydurma kişi var.
}
alarms-none = Yeni alarm yok.
alarms-count = { $count ->
    [one] bir alarm
   *[other] { $n } alarm
}
alarms-do = Ne için baktıklarını sorun. Söyleyemezlerse bir yönetici oturumlarını bitirsin.
alarms-seen = Hepsine baktım
alarms-all = Öncekileri de göster
alarms-browser = Hangilerine baktığınızı bu tarayıcı hatırlar, veritabanı hatırlamaz: uydurma kişi olduğunu belli etmemelidir.
done-alarms = Bundan sonra yalnızca yenileri gösterilir.

nav-retention = Saklama
retention-title = Silinmiş olması gerekenler
retention-person = Bir kişiye ait veriler ne kadar saklanır
retention-stage = Bir devir teslimin kayıtları
retention-list = Bir listeden saklananlar
retention-says = { $count ->
    [one] Bir kişi hakkında bilinenler, bekletilmedikçe, dönüşünden sonra { $n } gün saklanır. Hiçbir şey kendiliğinden silinmez: biri burada yok eder ve kanıtını alır.
   *[other] Bir kişi hakkında bilinenler, bekletilmedikçe, dönüşünden sonra { $n } gün saklanır. Hiçbir şey kendiliğinden silinmez: biri burada yok eder ve kanıtını alır.
}
retention-people = Kişiler
retention-due = { $count ->
    [one] { $n } kişinin süresi doldu.
   *[other] { $n } kişinin süresi doldu.
}
retention-held = { $count ->
    [one] Bunların { $n } tanesi bekletiliyor.
   *[other] Bunların { $n } tanesi bekletiliyor.
}
retention-gone-since = Silinmiş olması gereken tarih
retention-hold = Bekletme
retention-on-hold = bekletiliyor
retention-find = Bu kişinin süresini göster
retention-stages = Devir teslimler
retention-no-stages = Kayıtlarının süresi dolmuş devir teslim yok.
retention-lists = Listeler
retention-no-lists = Süresi dolmuş liste yok.
retention-what = Ne
retention-records = Kayıtlar
retention-time = Süre
retention-since = { $it } tarihinden beri silinmiş olmalı
retention-until = { $it } tarihine kadar saklanır
retention-goes-on = amaç sürdükçe saklanır
retention-kept = esarette ölenlere ilişkin sorular için saklanır (3. Cenevre Sözleşmesi m. 120–122)
retention-hold-says = Bekletilen veriler süresi dolsa da yok edilmez: bir dava, soruşturma veya kişinin kendi isteği için. Neden mühürlü saklanır.
retention-unhold-says = Bekletme sürdükçe hiçbir şey yok edilmez. Nedeni ortadan kalkınca sona erdirin.
retention-reason = Neden
retention-reason-hint = Ne için olduğu ve kimin istediği
retention-reason-missing = Nedenini en çok 2.000 karakterle yazın.
retention-hold-do = Beklet
retention-unhold-do = Bekletmeyi sona erdir
retention-erase = Yok etme
retention-erase-person = Bu kişi hakkında bilinen her şey, birleştirilmiş tüm kayıtlarıyla yok edilir. Günlükte bunun kimin tarafından ve ne zaman yapıldığı kalır, ad kalmaz. Kimse geri getiremez.
retention-erase-beside = Yukarıda sayılanlar yok edilir. Bekletilen kişilere ait olanlar kalır. Günlükte bunun kimin tarafından ve ne zaman yapıldığı kalır; kimse geri getiremez.
retention-sure = Ne olduğuna baktım, temelli silinebilir
retention-not-sure = Temelli silinebileceğini işaretleyin. Hiçbir şey yok edilmedi.
retention-refused = Kabul edilmedi. Engeli görün.
retention-erase-do = Yok et
done-held = Veriler bekletiliyor.
done-unheld = Bekletme sona erdi.
done-erased = Yok edildi.
gone-title = Yok edildi
gone-says = Kanıt neyin yok edildiğini ve günlüğün bunu nerede söylediğini belirtir; kimsenin adını içermez. Şimdi alın ve taleple birlikte saklayın: bu sunucu onu bir saat tutar.
gone-file = Kanıtı indir
gone-show = Kanıtı göster
gone-forgotten = Kanıt artık burada değil. Neyin, kim tarafından ve ne zaman yok edildiği günlükte yazılı.
