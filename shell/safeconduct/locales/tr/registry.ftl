find-title = Bu kişi zaten biliniyor mu?
find-label = Kişi bul
find-hint = Herhangi bir yazıyla ad; varsa doğum yılı, tarihi ya da sicil numarası
find-do = Ara
find-nothing-typed = Bir ad ya da parçasını, tarih ya da numara yazın.
find-nobody = Buna benzer kimse bulunamadı.
find-person = Kişi
find-born = Doğum
find-status = Durum
find-why = Neden
find-no-status = durum yok
status-sought = aranıyor
status-alleged = tutulduğu öne sürülüyor
status-confirmed = tutulduğu doğrulandı
status-listed = kapalı listede
status-at-handover = teslim yerinde
status-returned = döndü
status-died = öldü
status-declined = dönmek istemiyor
person-title = Ne biliniyor, kimden, ne kadar kesin
person-reference = Referans
person-rests-on = Şu tarihli beyana dayanır
person-against = Aleyhte konuşan beyanlar
person-one-with = Aynı kişi
person-erased = Bilinenler yok edildi.
person-hold = Veri bekletiliyor.
person-claims = Beyanlar, en yenisi sonda
person-when = Kaydedildi
person-says = Diyor ki
person-source = Kaynak ve derece
person-said = Ne söylendi
person-hidden = gizli: göreviniz için değil
person-refused = söylemek istemedi
person-unable = söyleyemedi
person-withdrawn = kaynağınca geri alındı
person-more = Gösterilenden çok beyan var; tümü için:
merges-title = İkinci görevliyi bekleyen birleştirmeler
merges-none = İkinci görevliyi bekleyen birleştirme yok.
merges-says = Her biri bir aileye söyleneni değiştirir; bu yüzden iki görevli aynı şeyi söyler. Önce iki kişiye de bakın.
merges-one = Bir kayıt
merges-other = Öteki
merges-by = Öneren
merges-decide = Karar
merges-own = Sizin: başka bir görevli onaylamalı
merges-agree = Aynı kişi: onayla
merges-strike = Reddet
find-found = { $count ->
    [one] Bir kişi bulundu.
   *[other] { $n } kişi bulundu, en olasısı başta.
}
find-not-shown = { $count ->
    [one] Görevinizin göremeyeceği bir kişi daha bulundu.
   *[other] Görevinizin göremeyeceği { $n } kişi daha bulundu.
}
merges-more = { $count ->
    [one] Bir tane daha bekliyor.
   *[other] { $n } tane daha bekliyor.
}
