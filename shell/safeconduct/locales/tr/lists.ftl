nav-lists = Listeler
queue-second-releases = çıkması için ikinci görevliyi bekleyen listeler
queue-uncompared = karşı tarafın kapanmış, henüz karşılaştırılmamış listeleri
queue-second-replies = ikinci görevliyi bekleyen yanıtlar
pages-label = Sayfalar
pages-page = Sayfa
pages-previous = Önceki sayfa
pages-next = Sonraki sayfa
done-list-opened = Liste alındı. Sırada soruların yanıtlanması var.
done-list-answered = Yanıtlar kaydedildi.
done-list-closed = Liste kapandı ve artık değişemez.
done-list-release-asked = Listenin çıkabileceğini söylediniz. İkinci bir görevli de aynısını söyler.
done-list-released = İki görevli listenin çıkabileceğini söyledi. Dosyaya yazılabilir.
done-list-compared = Liste karşılaştırıldı. Bir insanın bakması gereken satırlar üsttedir.
done-map-kept = Sütunlar bu gönderen için saklandı.
done-reply-drawn = Yanıt hazırlandı. Çıkmasına ikinci bir görevli izin verir.
done-reply-released = İki görevli yanıtın çıkmasına izin verdi. Dosyaya yazılabilir.
lists-title = Listeler
lists-none = Henüz hiçbir liste alınmadı.
lists-back = Bütün listeler
lists-count = { $count ->
    [one] Bir liste.
   *[other] { $n } liste, son işlenen üstte.
}
list-list = Liste
list-side = { $it } tarafı
list-purpose-offer = teslim edeceği kişiler
list-purpose-request = istediği kişiler
list-purpose-proceedings = yargılama için tuttuğu kişiler
list-stage = Aşama
list-stage-open = açık
list-stage-closed = kapalı
list-stage-replaced = yerine yenisi geçti
list-stage-erased = silindi
list-rows = Satırlar
list-rows-read = Okunan satırlar
list-rows-aside = Ayrılan satırlar
list-rows-blank = Boş satırlar
list-rows-title = Başlık ve adlar
list-lines = Kapandığında satır sayısı
list-open = Açık sorular
list-asked = Toplam soru
list-notes = Yanıt gerektirmeyen bulgular
list-versions = Sürümler
list-replaces = yerine geçtiği
list-replaced-by = yerine geçen
list-only-version = tek sürüm
list-reference = Başvuru
list-back = Listeye dön
list-next = Sırada ne yapılabilir
list-next-answer = Sorularını yanıtla
list-next-close = Kapat
list-next-compare = Karşılaştır
list-next-workbench = Karşılaştırmayı aç
list-next-release = Çıkmasına izin ver
list-next-second = İkinci görevli olarak izin ver
list-next-wait = İkinci görevliyi bekliyor
list-next-write = Dosyaya yaz
list-next-changes = Önceki sürümden bu yana ne değişti
list-release = Çıkış izni
list-release-theirs = başka bir taraf hazırladı
list-release-no = çıkmasını kimse istemedi
list-release-asked = { $it } çıkabileceğini söyledi; ikinci bir görevli de aynısını söylemeli
list-release-given = { $one } ve { $other } çıkabileceğini söyledi
list-release-says = Kendi listeniz ancak iki görevli izin verirse çıkar.
list-release-do = Çıkabilir
list-write = Dosyaya yaz (.csv)
list-export-says = Dosyaya yazdığınız, değişim amacıyla, adınızla kaydedilir. Yeni bir kod gerekir.
list-report = Ne okundu
list-kinds-open = Türüne göre açık sorular
list-kinds-answered = Türüne göre yanıtlanan sorular
list-findings = Satır satır bütün bulgular
list-workbook = Nedenleriyle birlikte tablo (.xlsx)
list-close-title = Kapatma
list-close = Listeyi kapat
list-close-says = Açık soru yok. Kapanan liste artık değişemez.
list-close-open = { $count ->
    [one] Bir soru açık. Ayrılan satır artık bir şey sormaz.
   *[other] { $n } soru açık. Ayrılan satırlar artık bir şey sormaz.
}
import-title = Liste içe aktar
import-says = Dosyayı gönderildiği gibi seçin. Sonunda listeyi açana kadar hiçbir şey kaydedilmez.
import-file = Dosya
import-file-hint = XLSX ya da UTF-8, UTF-16 veya Windows-1251 ile CSV; en çok 32 MiB
import-file-missing = Bir dosya seçin.
import-file-unreadable = Dosya liste olarak okunamıyor.
import-gone = Dosya bir saat saklandı ve artık burada değil. Yeniden seçin; hiçbir şey kaydedilmedi.
import-from = Listeyi hazırlayan taraf
import-from-missing = Listeyi hangi tarafın hazırladığını söyleyin.
import-purpose = Listenin amacı
import-purpose-missing = Listenin ne için olduğunu söyleyin.
import-replaces = Yerine geçtiği sürüm
import-replaces-hint = Aynı tarafın, aynı amaçla kapanmış listesi. Yenisi kapanana kadar geçerlidir.
import-replaces-none = yok: ilk sürüm
import-replaces-unknown = Bu listenin yerine geçilemez: aynı tarafın, aynı amaçla kapanmış bir listesini seçin.
import-choose = seçin
import-read = Dosyayı oku
import-steps-title = İçe aktarmanın adımları
import-nothing-yet = Henüz hiçbir şey kaydedilmedi.
import-step-file = Dosya
import-step-what = Ne olduğu
import-step-sheet = Sayfa
import-step-columns = Sütunlar
import-step-preview = İlk satırlar, anlaşıldığı gibi
import-step-check = Yanlış olanlar
import-state-done = tamam
import-state-look = buna bakın
import-other-file = Başka bir dosyayla yeniden başla
import-go-on = İlerle
import-back = Adımlara dön
import-sheet = Kişilerin bulunduğu sayfa
import-sheet-hint = Bir sayfa okunur. Başka sayfada da kişi varsa onu ayrı bir liste olarak içe aktarın.
import-sheet-missing = Bir sayfa seçin.
import-no-sheets = Metin dosyasında sayfa yoktur.
import-hidden = gizli
import-sheet-rows = { $count ->
    [one] bir satır
   *[other] { $n } satır
}
import-columns-says = Her sütunun ne olarak okunduğuna bakın, yanlış olanı düzeltin.
import-columns-by = sütunlar { $it } için saklanana göre
import-columns-unknown = { $count ->
    [0] her sütunun ne içerdiği biliniyor
    [one] bir sütunun ne içerdiği bilinmiyor
   *[other] { $n } sütunun ne içerdiği bilinmiyor
}
import-columns-agree = Doğru: ilerle
import-columns-refused = Sütunlar böyle okunamaz.
import-heading = Başlık
import-samples = İlk hücreler
import-holds = Sütunun içeriği
import-holds-unknown = söylenmedi
import-holds-not-read = gerekmiyor
import-holds-birth-year = doğum yılı
import-holds-birth-month = doğum ayı
import-holds-birth-day = doğum günü
import-sender = Bir gönderen için saklanan sütunlar
import-sender-hint = Bir kurumun önceki listeleri için kabul edilen sütunlar
import-sender-use = Bunları kullan
import-sender-unfit = Bu gönderen için saklanan, bu dosyaya uymuyor.
import-guess = Başlıklardan yeniden tahmin et
import-keep = Bu sütunları gönderen için sakla
import-keep-for = Böyle listeler gönderen kurum
import-keep-hint = Sonraki listesi aynı biçimde okunur. Hiçbir şey saklamamak için boş bırakın.
import-keep-unknown = Saklamadan önce her sütunun ne içerdiğini söyleyin.
import-keep-refused = Sütunlar böyle saklanamaz.
import-no-header = başlık satırı bulunamadı
import-header-says = Bilinen bir başlık satırı yok. Başlıkların bulunduğu satırı seçin; sonra her sütunun ne içerdiğini söyleyin.
import-header = Başlık satırı
import-header-missing = Başlıkların bulunduğu satırı seçin.
import-lines = { $count ->
    [0] henüz kimse okunamıyor
    [one] bir kişi
   *[other] { $n } kişi
}
import-preview-says = { $count ->
    [one] Bir kişi okundu.
   *[other] { $n } kişi okundu. İlklerini dosyayla karşılaştırın.
}
import-preview-rows = { $count ->
    [one] İlk satır
   *[other] İlk { $n } satır
}
import-preview-right = Doğru anlaşıldı: ilerle
import-preview-wrong = Bir şey yanlış: sütunları değiştir
import-how = Dosya nasıl anlaşıldı
import-questions = { $count ->
    [0] Açık soru olmazdı.
    [one] Bir soru açık olurdu.
   *[other] { $n } soru açık olurdu.
}
import-questions-says = Burada yanıtlamak için listeyi açın ya da düzeltilmesi için tabloyu geri gönderin.
import-open = Listeyi aç
import-workbook = Aynı tablo, nedenleriyle
import-workbook-says = Gönderen için: her satıra ne olduğu, onda ne bulunduğu ve nasıl düzeltileceği.
import-cannot-open = Bu haliyle dosyadan liste çıkmaz. Yukarıda söyleneni düzeltin ya da başka bir dosyayla başlayın.
findings-title = Bütün bulgular
findings-kinds = Türüne göre bulgular
findings-kind = Tür
findings-weight = Ağırlık
findings-count = Kaç tane
findings-rows = Satır satır bulgular
findings-row = Satır
findings-column = Sütun
findings-there = Orada yazan
findings-what = Yanlış olan
findings-hint = Nasıl düzeltilir
findings-whole = bütün liste
findings-empty = boş
findings-filter = Tek türden bulgular
findings-all = Hepsi
findings-none = Yanlış bir şey bulunmadı.
findings-question = soru
findings-set-aside = ayrıldı
findings-note = not
findings-shown = { $count ->
    [one] Bir bulgu.
   *[other] { $n } bulgu.
}
answers-title = Listenin sorularını yanıtlayın
answers-open = { $count ->
    [one] Bir soru açık.
   *[other] { $n } soru açık.
}
answers-all-done = Açık soru yok. Liste kapatılabilir.
answers-each = Tek tek
answers-each-hint = Seçim yapmadığınız soru açık kalır. Olduğu gibi bırakmak ve ayırmak için neden gerekir.
answers-alike = { $count ->
    [one] Bu türden bir soru
   *[other] Bu türden { $n } sorunun hepsi aynı
}
answers-alike-do = Hepsini böyle yanıtla
answers-keep = olduğu gibi kalsın
answers-correct = hücrede başka bir şey yazmalı
answers-aside = satırı kullanma
answers-aside-column = sütunu kullanma
answers-value = Hücrede yazması gereken
answers-reason = Neden
answers-record = Yanıtları kaydet
answers-none = Hiçbir şey seçilmedi.
answers-mend = Bazı yanıtlar eksik; aşağıda işaretlendi.
answers-not-chosen = Yanıtlardan birini seçin.
answers-no-value = Hücrede ne yazması gerektiğini yazın.
answers-no-reason = Birkaç sözcükle nedenini yazın.
answers-too-long = Metin 2000 karakterden uzun.
answers-again = Önce düzeltildi, ama aynı kusur duruyor.
answers-refused = Yanıtlar alınmadı.
answers-moved = Bu türden başka sorular açık artık. Yeniden bakın ve karar verin.
answers-not-closed = Liste kapatılmadı: bu sorular açık.
changes-title = Önceki sürümden bu yana ne değişti
changes-against = karşısında
changes-added = eklenen
changes-gone = çıkan
changes-changed = değişen
changes-none = İki sürüm aynı şeyi söylüyor.
changes-what = Değişiklik
changes-name = Ad
changes-older-row = Önceki satır
changes-newer-row = Şimdiki satır
changes-fields = Ne değişti
bench-title = Liste karşılaştırması
bench-line-title = Bir satır ve nedeni
bench-back = Satırlara dön
bench-bits = Bir bit olasılığı ikiye katlar: +10 bit bin kat daha olası, −10 bin kat daha az.
bench-own = Bu bizim listemiz: onu karşı taraf karşılaştırır.
bench-not-closed = Liste kapandığında karşılaştırılır.
bench-not-compared = Bu listeyi henüz kimse karşılaştırmadı.
bench-compare-says = Her satır bizim listemiz ve kaydımızla karşılaştırılır. Program kuşku duyduğu kimseyi eşlemez.
bench-ours = Bizim listemiz
bench-ours-hint = Genellikle son kapanan istek listemiz
bench-ours-none = alışılmış olan
bench-compare = Karşılaştır
bench-refused = Liste karşılaştırılmadı.
bench-against = karşılaştırılan:
bench-needs = { $count ->
    [0] Hiçbir satıra bir insanın bakması gerekmiyor.
    [one] Bir satıra bir insan bakmalı. En üsttedir.
   *[other] { $n } satıra bir insan bakmalı. En üsttedirler.
}
bench-matches = { $count ->
    [one] Kuşkulu bir satır için karar ver
   *[other] Kuşkulu { $n } satır için karar ver
}
bench-picture = Sınıflara göre satırlar, çubuklarla; yandaki tablo aynısını söyler
bench-classes = Sınıflara göre satırlar
bench-class = Sınıf
bench-all = hepsi
bench-lines = Satırlar
bench-shown = { $count ->
    [0] Bu sınıftan satır yok.
    [one] Bir satır.
   *[other] { $n } satır.
}
bench-name = Onların yazdığı gibi
bench-why = Neden ve ne yapmalı
bench-settled = insanlar karar verdi
bench-person = Kaydımızdaki kişi
bench-partner = Karşılaştırılan
bench-field = Alan
bench-theirs = Onlarda
bench-ours-has = Bizde
bench-says = Karşılaştırmanın bulduğu
bench-weight = Bit
bench-against-it = karşı
bench-reasons = { $count ->
    [one] Bir neden
   *[other] { $n } neden
}
reply-title = Onlara yanıt
reply-about = Satır başına bir sözcük; bize ait hiçbir şey yok. Ancak iki görevli izin verirse, hükümler nasılsa öyle çıkar.
reply-no = Şimdiki hükümlerle hazırlanmış bir yanıt yok.
reply-own = Yanıtı siz hazırladınız. Çıkmasına başka bir görevli izin verir.
reply-asked = Yanıtı { $it } hazırladı.
reply-released = { $one } ve { $other } yanıtın çıkmasına izin verdi.
reply-agree = Çıkabilir
reply-write = Yanıtı dosyaya yaz
reply-layout = Kararlaştırılmış biçim, varsa
reply-layout-hint = Kararlaştırılmış sütunları ve sözcükleri içeren dosya (TOML). Yoksa yanıt kendi sütunlarının yanında durur.
reply-doubtful-too = { $count ->
    [one] Kuşkulu satırı kuşkulu diye bildir
   *[other] Kuşkulu { $n } satırı kuşkulu diye bildir
}
reply-draw = Yanıtı hazırla
reply-refused = Yanıt ilerletilmedi.
flaw-unknown-header = bilinmeyen başlık
flaw-header-twice = aynı anlamda iki sütun
flaw-missing-header = başlıksız sütun
flaw-other-sheet = başka bir sayfa okunmadı
flaw-columns-changed = gönderen için saklanandan başka sütunlar
flaw-day-first-assumed = tarihlerde önce gün okundu
flaw-name-order-assumed = tam adlar parçalara bölündü
flaw-header-repeated = başlık yinelenmiş
flaw-not-a-person = satırdan kim olduğu anlaşılmıyor
flaw-missing-surname = soyadı yok
flaw-impossible-date = var olmayan tarih
flaw-not-a-date = tarih olmayan metin
flaw-short-year = iki rakamlı yıl
flaw-two-dates = bir hücrede iki tarih
flaw-month-first = ayı başta olan tarih
flaw-ambiguous-date = gün mü ay mı önde, belirsiz
flaw-serial-date = hesap tablosunun gün sayıları
flaw-birth-after-capture = doğum esir düşmeden sonra
flaw-birth-in-future = doğum gelecekte
flaw-capture-in-future = esir düşme gelecekte
flaw-unlikely-age = esir düştüğünde olası olmayan yaş
flaw-duplicate-id = başvuru iki kez geçiyor
flaw-duplicate-service-number = sicil numarası iki kez geçiyor
flaw-same-person-twice = aynı kişi iki kez
flaw-formula-cell = değer yerine formül
flaw-merged-cell = birleştirilmiş hücre
flaw-mixed-alphabets = iki alfabenin harfleri
flaw-invisible-character = görünmeyen karakterler
flaw-lost-characters = karakterler kaybolmuş
flaw-digit-in-name = adda rakam
flaw-initial-only = yalnızca baş harf
flaw-not-text = ad yerine sayı ya da tarih
flaw-number-cell = başındaki sıfırlar eksik olabilecek sayılar
flaw-unknown-word = bilinmeyen sözcük
flaw-long-cell = çok uzun hücre
wording-verdict-matched = eşleşti
wording-verdict-returned-already = dönmüş
wording-verdict-reported-dead = ölüm bildirilmiş
wording-verdict-civilian = sivil
wording-verdict-twice = listede iki kez
wording-verdict-not-ours = bizden değil
wording-verdict-unknown-to-us = bizce bilinmiyor
wording-verdict-doubtful = kuşkulu
wording-because-on-our-list = aynı kişi: { $partner }
wording-because-in-registry = aynı kişi: { $partner }; durumu: { $status }
wording-because-came-home = aynı kişi: { $partner }; eve dönmüş
wording-because-died = aynı kişi: { $partner }; ölmüş
wording-because-civilian-by-them = listeleri kişinin sivil olduğunu söylüyor
wording-because-civilian-by-us = aynı kişi: { $partner }; sivil
wording-because-stood-before = listelerindeki { $before } satırıyla aynı kişi
wording-because-other-power = başka bir devlete bağlı
wording-because-nobody-near = büyük olasılıkla listemizde ya da kaydımızda kimse değil
wording-because-may-be-gone = şu olabilir: { $partner }; durumu: { $status }; { $doubt }
wording-because-entries-disagree = kaydımızda bu kişi birden çok kez var ve kayıtlar kimin döndüğünde uyuşmuyor
wording-because-may-stand-before = listelerindeki { $before } satırıyla aynı kişi olabilir; { $doubt }
wording-because-may-be-ours = şu olabilir: { $partner }; { $doubt }
wording-because-may-be-kin = soyadı, babası ve yeri ya da birliği şununki gibi: { $partner }; kardeşi ya da onunla karıştırılmış; { $doubt }
wording-partner-ours = listemizin { $reference } satırı
wording-partner-person = kaydımızdan { $reference }
wording-partner-before = listelerinin { $reference } satırı
wording-doubt-contradicts = buna karşı çıkan: { $field }
wording-doubt-too-little = söylemek için çok az şey yazılmış
wording-doubt-rivals = bir başkası da aynı ölçüde uyuyor
wording-doubt-not-sure = olasılık yeterince yüksek değil
wording-advice-decide-gone = İkisini karşılaştırın; ölüm ya da dönüş iki görevli ister.
wording-advice-decide = İkisini karşılaştırın ve kim olduğunu söyleyin.
wording-advice-dead = Ölümün kaynağını denetleyin, sonra satırı silmelerini isteyin.
wording-advice-returned = Dönüş gününü denetleyin, sonra satırı silmelerini isteyin.
wording-advice-civilian = Sivillerin serbest bırakılmasına taşıyın; hiçbir denkliğe girmez.
wording-advice-twice = Tek satır bırakmalarını isteyin.
wording-advice-not-ours = Hangi devlete soracaklarını söyleyin.
wording-advice-unknown = Kişinin nerede esir alındığını sorun ve arama başlatın.
wording-advice-slip = İki listeden birindeki yazım yanlışını düzeltin.
wording-advice-nothing = Yapılacak bir şey yok.
wording-says-same = aynı
wording-says-as-heard = kulağa aynı geliyor
wording-says-slip = harfler farklı
wording-says-half = çift soyadının yarısı
wording-says-initial = baş harf uyuyor
wording-says-alike = benzer
wording-says-unlike = benzemiyor
wording-says-other-name = başka ad
wording-says-names-exchanged = soyadı ile ad yer değiştirmiş
wording-says-day-month-exchanged = gün ile ay yer değiştirmiş
wording-says-one-part-differs = bir parça farklı
wording-says-as-far-as-known = bilindiği kadarıyla aynı
wording-says-same-year = yalnızca yıl aynı
wording-says-year-apart = bir yıl fark var
wording-says-other-date = başka tarih
wording-says-next-rank = bir basamak fark var
wording-says-arm-unknown = aynı numara, sınıfı bilinmiyor
wording-says-other-arm = başka sınıfın aynı numarası
wording-says-near-number = numaranın bir rakamı farklı
wording-says-one-sign = bir karakter farklı
wording-says-two-signs = iki karakter farklı
wording-says-other = başka
done-people-entered = Kişiler kayda girildi.
import-people-title = Bu kişileri kayda gir
import-people-link = Liste açmak yerine bu kişileri kayda gir
import-people-questions = Açık sorular var: önce dosyayı düzeltin ya da liste olarak açın.
import-people-many = 5000 kişiden çok: bunları “safeconduct registry import” komutuyla girin.
import-people-refused = Kimse girilmedi.
import-source = Bunu kim söylüyor
import-source-missing = Bunu kimin söylediğini seçin.
import-by = Kaynağın adı
import-by-hint = Bir kişi, bir kurum ya da bir belge
import-by-missing = Bunu kimin söylediğini 1 ile 200 karakter arasında yazın.
import-says-what = Dosyadaki herkes için söylenen
import-says-missing = Ne söylendiğini seçin.
import-known-title = Önceden girilmiş mi?
import-known-too = Yine de gir; iki kayıt sonra birleştirilebilir
import-look = Kimin önceden girildiğine bak
import-people-says = { $count ->
    [one] Dosyada bir kişi var.
   *[other] Dosyada { $n } kişi var.
}
import-known = { $count ->
    [0] Dosyadaki hiç kimse önceden girilmiş birine benzemiyor.
    [one] Bir satır önceden girilmiş birine benziyor.
   *[other] { $n } satır önceden girilmiş kişilere benziyor.
}
import-enter = { $count ->
    [one] Bir kişiyi gir
   *[other] { $n } kişiyi gir
}
bands-title = Program ne kadar emindi, insanlar ne karar verdi
bands-says = Yalnızca insanların karar verdiği satırlar sayılır. Program %80 dediyse on satırın sekizi aynı kişi olmalıdır: o zaman daireler kesik çizgi üzerindedir. Üstünde program fazla temkinli, altında fazla cesurdu.
bands-picture = Aynı kişi bulunanların oranı ile programın söylediği, dairelerle; yandaki tablo aynısını söyler
bands-caption = Karar verilen satırlar, programın eminliğine göre
bands-said = Program dedi
bands-decided = Karar verilen
bands-same = Aynı kişi
bands-expected = Beklenen
bands-found = Bulunan
