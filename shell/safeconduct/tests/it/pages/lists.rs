//! Lists on the pages: taken in step by step, answered, closed, let out, and compared, as a browser without script
//! does it. All people are invented.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, XlsxError};

use super::{Browser, Seen, Served};

/// A form with a file in it, as a browser sends it.
const BOUNDARY: &str = "-----------------------------41184676334";

impl Browser<'_> {
    /// Sends a form with a file.
    pub(super) fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Seen {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend(part.into_bytes());
        }
        let (field, name, bytes) = file;
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(bytes);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let (status, headers, bytes) = self.raw("POST", path, (&kind, body));
        Seen { status, headers, html: String::from_utf8(bytes).expect("UTF-8") }
    }

    /// Asks for a file with a form, and returns its bytes.
    pub(super) fn download(
        &mut self,
        method: &str,
        path: &str,
        fields: &[(&str, &str)],
    ) -> (u16, String, Vec<u8>) {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", super::written(name), super::written(value)))
            .collect();
        let kind = "application/x-www-form-urlencoded";
        let (status, headers, bytes) = self.raw(method, path, (kind, body.join("&").into_bytes()));
        let name = headers.iter().find(|(name, _)| name == "content-disposition");
        (status, name.map(|(_, value)| value.clone()).unwrap_or_default(), bytes)
    }

    fn raw(
        &mut self,
        method: &str,
        path: &str,
        (kind, body): (&str, Vec<u8>),
    ) -> (u16, Vec<(String, String)>, Vec<u8>) {
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0);
        let agent = ureq::Agent::new_with_config(config.build());
        let jar: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.address))
            .header("accept-language", self.language)
            .header("cookie", jar.join("; "))
            .header("sec-fetch-site", "same-origin");
        let sent = if method == "POST" {
            let request = request.header("content-type", kind);
            agent.run(request.body(body).expect("a request"))
        } else {
            agent.run(request.body(()).expect("a request"))
        };
        let mut response = sent.expect("an answer");
        let headers = response.headers().iter();
        let headers = headers
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
            .collect();
        let bytes = response.body_mut().read_to_vec().expect("bytes");
        (response.status().as_u16(), headers, bytes)
    }

    /// Sends a form of a page, with the hidden fields that the page gave.
    pub(super) fn press(&mut self, from: &Seen, path: &str, fields: &[(&str, &str)]) -> Seen {
        let (seal, key) = (from.hidden("seal"), from.hidden("key"));
        let mut all = vec![("seal", seal.as_str()), ("key", key.as_str())];
        all.extend(fields);
        self.post(path, &all)
    }

    /// Sits down in a chair of a practice instance.
    pub(super) fn sit(&mut self, chair: &str) {
        let sat = self.post("/practice", &[("chair", chair), ("to", "/")]);
        assert_eq!(sat.status, 303);
    }

    /// Chooses a file on the first page of the import, and returns where its steps are.
    fn choose(&mut self, file: (&str, &[u8]), is: (&str, &str, &str)) -> String {
        let seen = self.send_file(file, is);
        assert_eq!(seen.status, 303, "{}", seen.html);
        seen.header("location").to_owned()
    }

    fn send_file(&mut self, (name, bytes): (&str, &[u8]), is: (&str, &str, &str)) -> Seen {
        let page = self.get("/lists/import");
        let (seal, key) = (page.hidden("seal"), page.hidden("key"));
        let fields = [
            ("seal", seal.as_str()),
            ("key", key.as_str()),
            ("from", is.0),
            ("purpose", is.1),
            ("replaces", is.2),
        ];
        self.upload("/lists/import", &fields, ("file", name, bytes))
    }

    /// Takes a list in as it stands, and returns its reference.
    fn take_in(&mut self, text: &str, is: (&str, &str, &str)) -> String {
        let at = self.choose(("list.csv", text.as_bytes()), is);
        let page = self.get(&format!("{at}/check"));
        let opened = self.press(&page, &format!("{at}/open"), &[]);
        assert_eq!(opened.status, 303, "{}", opened.html);
        list_in(&opened)
    }

    /// Takes in and closes a list without questions.
    fn closed(&mut self, text: &str, is: (&str, &str, &str)) -> String {
        let list = self.take_in(text, is);
        let page = self.get(&format!("/lists/{list}"));
        let closed = self.press(&page, &format!("/lists/{list}/close"), &[]);
        assert_eq!(
            closed.header("location"),
            format!("/lists/{list}?done=list-closed"),
            "{}",
            closed.html
        );
        list
    }
}

/// The reference of the list to which one is led.
fn list_in(seen: &Seen) -> String {
    let rest = seen.header("location").strip_prefix("/lists/").expect("a list");
    rest.split(['?', '/']).next().expect("a reference").to_owned()
}

/// A workbook with twelve kinds of error, on the second of two sheets.
fn workbook_of_errors() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Титул")?.write(0, 0, "Службова записка")?;
    let sheet = book.add_worksheet().set_name("Особи")?;
    let heads = [
        "№",
        "Прізвище",
        "Ім'я",
        "По батькові",
        "Дата народження",
        "Особистий номер",
        "Стан здоров'я",
        "Загадка",
    ];
    for (column, head) in (0_u16..).zip(heads) {
        sheet.write(0, column, head)?;
    }
    let rows: [[&str; 7]; 12] = [
        ["Вигаденко", "Остап", "Іванович", "31.02.1990", "А-100", "", "x"],
        ["Незнанко", "Панас", "Петрович", "колись", "А-101", "", ""],
        ["", "Тарас", "Іванович", "01.02.1991", "А-102", "", ""],
        ["Казченко", "Юрій", "Ілліч", "12.03.72", "А-103", "", ""],
        ["Примарний", "Лев", "Ілліч", "01.02.1980 / 03.04.1981", "А-104", "", ""],
        ["Небувайло", "Марко", "Ілліч", "01.02.2090", "А-105", "", ""],
        ["Вигaдько", "Гнат", "Ілліч", "05.06.1985", "А-106", "", ""],
        ["Цифрен7о", "Ян", "Ілліч", "05.06.1986", "А-107", "", ""],
        ["Другенко", "Ян", "Ілліч", "05.06.1987", "А-107", "", ""],
        ["Двійник", "Хома", "Ілліч", "05.06.1988", "А-108", "", ""],
        ["Двійник", "Хома", "Ілліч", "05.06.1988", "", "", ""],
        ["Словко", "Рем", "Ілліч", "05.06.1989", "А-110", "так собі", ""],
    ];
    for (row, cells) in (1_u32..).zip(rows) {
        sheet.write(row, 0, row)?;
        for (column, text) in (1_u16..).zip(cells) {
            if !text.is_empty() {
                sheet.write(row, column, text)?;
            }
        }
    }
    sheet.write(13, 1, "Формулко")?;
    sheet.write(13, 2, Formula::new("=UPPER(\"x\")"))?;
    let day = ExcelDateTime::from_ymd(1970, 5, 6)?;
    sheet.write_with_format(13, 4, &day, &Format::new().set_num_format("dd.mm.yyyy"))?;
    book.save_to_buffer()
}

/// The kinds that stand in it.
const KINDS: [&str; 14] = [
    "unknown-header",
    "other-sheet",
    "impossible-date",
    "not-a-date",
    "missing-surname",
    "short-year",
    "two-dates",
    "birth-in-future",
    "mixed-alphabets",
    "digit-in-name",
    "duplicate-service-number",
    "same-person-twice",
    "unknown-word",
    "formula-cell",
];

#[test]
fn a_workbook_with_many_kinds_of_error_is_understood_step_by_step_and_nothing_is_recorded_before_it_is_opened()
 {
    let served = Served::in_practice();
    let mut officer = Browser::new(&served);
    officer.sit("officer-1");
    let book = workbook_of_errors().expect("a workbook");
    let at = officer.choose(("список.xlsx", &book), ("B", "offer", ""));
    let steps = officer.get(&at);
    assert!(
        steps.html.contains("look at this") && steps.html.contains("список.xlsx"),
        "{}",
        steps.html
    );
    let sheets = officer.get(&format!("{at}/sheet"));
    assert!(sheets.html.contains("Титул"), "{}", sheets.html);
    let missing = officer.press(&sheets, &format!("{at}/sheet"), &[("sheet", "Інший")]);
    assert_eq!(missing.status, 422);
    let chosen = officer.press(&sheets, &format!("{at}/sheet"), &[("sheet", "Особи")]);
    assert_eq!(chosen.header("location"), format!("{at}/columns"));
    let columns = officer.get(&format!("{at}/columns"));
    assert!(
        columns.html.contains("Загадка") && columns.html.contains("Вигаденко"),
        "{}",
        columns.html
    );
    assert!(columns.html.contains("<option value=\"birth-date\" selected>"), "{}", columns.html);
    let preview = officer.get(&format!("{at}/preview"));
    assert!(preview.html.contains("1972") || preview.html.contains("12.03.72"), "{}", preview.html);
    let check = officer.get(&format!("{at}/check"));
    for kind in KINDS {
        assert!(
            check.html.contains(&format!("<code dir=\"ltr\">{kind}</code>")),
            "{kind}: {}",
            check.html
        );
    }
    assert!(
        check.html.contains("31.02.1990") && check.html.contains("does not exist"),
        "{}",
        check.html
    );
    let one = officer.get(&format!("{at}/check?kind=short-year"));
    assert!(one.html.contains("12.03.72") && !one.html.contains("31.02.1990"), "{}", one.html);
    let (status, name, back) = officer.download("GET", &format!("{at}/workbook"), &[]);
    assert_eq!(status, 200);
    assert!(name.contains("list-with-findings.xlsx") && back.starts_with(b"PK"), "{name}");
    assert!(officer.get("/lists").html.contains("No list was taken in yet"));
    let opened = officer.press(&check, &format!("{at}/open"), &[]);
    assert_eq!(opened.status, 303, "{}", opened.html);
    // Sent twice, it leads to the same list and records nothing more.
    let again = officer.press(&check, &format!("{at}/open"), &[]);
    assert_eq!(again.header("location"), opened.header("location"));
    let list = list_in(&opened);
    let report = officer.get(opened.header("location"));
    for kind in KINDS {
        let link = format!("/lists/{list}/questions?kind={kind}");
        assert!(report.html.contains(&link), "{kind}: {}", report.html);
    }
    assert_eq!(officer.get("/lists").html.matches("/questions\">").count(), 1);
    let every = officer.get(&format!("/lists/{list}/findings?kind=impossible-date"));
    assert!(every.html.contains("31.02.1990"), "{}", every.html);
    let (status, _, back) = {
        let (seal, key) = (report.hidden("seal"), report.hidden("key"));
        let fields = [("seal", seal.as_str()), ("key", key.as_str())];
        officer.download("POST", &format!("/lists/{list}/workbook"), &fields)
    };
    assert!(status == 200 && back.starts_with(b"PK"));
    // The file stands in the journal now, and is kept no more.
    assert_eq!(officer.get(&at).status, 410);
    let home = officer.get("/");
    assert!(home.html.contains("<a href=\"/lists\">questions about lists"), "{}", home.html);
}

#[test]
fn a_file_that_is_no_list_is_refused_with_the_way_out_and_what_was_said_stays() {
    let served = Served::in_practice();
    let mut officer = Browser::new(&served);
    officer.sit("officer-1");
    let nothing = officer.send_file(("", b""), ("B", "offer", ""));
    assert_eq!(nothing.status, 422);
    assert!(nothing.html.contains("href=\"#file\""), "{}", nothing.html);
    assert!(nothing.html.contains("<option value=\"offer\" selected>"), "{}", nothing.html);
    for (bytes, said) in [
        (&b"%PDF-1.4"[..], "this is a PDF file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        (b"", "Choose a file"),
        (b"PK\x03\x04 and no more", "lang=\"en\""),
    ] {
        let refused = officer.send_file(("list.xlsx", bytes), ("B", "offer", ""));
        assert_eq!(refused.status, 422, "{}", refused.html);
        assert!(refused.html.contains(said) || bytes.is_empty(), "{said}: {}", refused.html);
    }
    for is in [("", "offer", ""), ("B", "", ""), ("B", "offer", "no-such-list"), ("C", "gift", "?")]
    {
        let refused = officer.send_file(("list.csv", b"surname\nNemynuchy\n"), is);
        assert_eq!(refused.status, 422, "{is:?}: {}", refused.html);
    }
    // Nobody under the header: no list, and no success with nobody on it.
    let at = officer.choose(("list.csv", b"surname,birth date\n"), ("B", "offer", ""));
    let check = officer.get(&format!("{at}/check"));
    assert!(check.html.contains("nobody stands under the header"), "{}", check.html);
    assert!(!check.html.contains(&format!("{at}/open")), "{}", check.html);
    let forced = officer.press(&check, &format!("{at}/open"), &[]);
    assert_eq!(forced.status, 422);
    assert_eq!(officer.get(&format!("{at}/workbook")).status, 422);
    assert!(officer.get("/lists").html.contains("No list was taken in yet"));
    assert_eq!(officer.get("/lists/import/0123456789abcdef").status, 410);
    assert_eq!(officer.get("/lists/no-such-list").status, 404);
    let mut clinician = Browser::new(&served);
    clinician.sit("clinician-1");
    for path in ["/lists", "/lists/import", &at, "/lists/x/questions", "/lists/x/workbench"] {
        assert_eq!(clinician.get(path).status, 403, "{path}");
    }
    // What one officer is working on is not another's.
    let mut other = Browser::new(&served);
    other.sit("officer-2");
    assert_eq!(other.get(&at).status, 410);
}

#[test]
fn columns_in_words_that_nobody_knows_are_said_once_and_kept_for_their_sender() {
    let served = Served::in_practice();
    let mut officer = Browser::new(&served);
    officer.sit("officer-1");
    // Windows-1251, as old programs save it, with headings of no language that is known.
    let (text, _, _) = encoding_rs::WINDOWS_1251
        .encode("Зведення за червень;;\r\nХто;Коли;Дещо\r\nВигаденко Остап;07.03.1991;12\r\nНезнанко Панас;1988;13\r\n");
    let at = officer.choose(("old.csv", &text), ("B", "request", ""));
    let steps = officer.get(&at);
    assert!(steps.html.contains("Windows-1251"), "{}", steps.html);
    let columns = officer.get(&format!("{at}/columns"));
    assert!(columns.html.contains("none of the first 50 rows"), "{}", columns.html);
    let path = format!("{at}/columns");
    assert_eq!(officer.press(&columns, &path, &[("do", "header"), ("header", "99")]).status, 422);
    let named = officer.press(&columns, &path, &[("do", "header"), ("header", "1")]);
    assert_eq!(named.status, 303, "{}", named.html);
    let columns = officer.get(&path);
    assert!(columns.html.contains("07.03.1991"), "{}", columns.html);
    let twice = [("do", "agree"), ("holds-0", "full-name"), ("holds-1", "full-name")];
    let refused = officer.press(&columns, &path, &twice);
    assert_eq!(refused.status, 422);
    assert!(refused.html.contains("two columns are said to hold"), "{}", refused.html);
    assert!(refused.html.contains("<option value=\"full-name\" selected>"), "{}", refused.html);
    let some = [
        ("do", "agree"),
        ("holds-0", "full-name"),
        ("holds-1", "birth-date"),
        ("keep-for", "Bureau"),
    ];
    let refused = officer.press(&columns, &path, &some);
    assert_eq!(refused.status, 422);
    assert!(refused.html.contains("href=\"#keep-for\""), "{}", refused.html);
    let mut whole = some.to_vec();
    whole.push(("holds-2", "not-read"));
    let kept = officer.press(&columns, &path, &whole);
    assert_eq!(kept.header("location"), format!("{at}/preview?done=map-kept"), "{}", kept.html);
    let preview = officer.get(&format!("{at}/preview"));
    assert!(
        preview.html.contains("1991-03-07") && preview.html.contains("Вигаденко"),
        "{}",
        preview.html
    );
    let next = officer.choose(("old.csv", &text), ("B", "request", ""));
    let path = format!("{next}/columns");
    let columns = officer.get(&path);
    assert!(columns.html.contains("Bureau"), "{}", columns.html);
    let nobody = officer.press(&columns, &path, &[("do", "use"), ("sender", "Nobody")]);
    assert_eq!(nobody.status, 422);
    let used = officer.press(&columns, &path, &[("do", "use"), ("sender", "Bureau")]);
    assert_eq!(used.status, 303, "{}", used.html);
    let columns = officer.get(&path);
    assert!(columns.html.contains("columns by the map kept for Bureau"), "{}", columns.html);
    let check = officer.get(&format!("{next}/check"));
    assert!(check.html.contains("No question would be open"), "{}", check.html);
}

#[test]
fn questions_are_answered_one_by_one_and_what_is_missing_is_said() {
    let served = Served::in_practice();
    let mut officer = Browser::new(&served);
    officer.sit("officer-1");
    let text = "surname,given name,birth date\nVyhadenko,Ostap,31.02.1990\nNeznanko,Panas,12.03.72\n\
                Kazchenko,Yurii,13.03.72\nPrymarny,Lev,14.03.72\n";
    let list = officer.take_in(text, ("B", "offer", ""));
    let path = format!("/lists/{list}/questions");
    let page = officer.get(&path);
    assert!(page.html.contains("4 questions are open"), "{}", page.html);
    let early = officer.press(&page, &format!("/lists/{list}/close"), &[]);
    assert_eq!(early.status, 409);
    assert!(
        early.html.contains("these questions are open")
            && early.html.contains("2:3:impossible-date"),
        "{}",
        early.html
    );
    assert_eq!(officer.press(&page, &path, &[]).status, 422);
    let half = [
        ("answer:2:3:impossible-date", "correct"),
        ("answer:3:3:short-year", "keep"),
        ("value:3:3:short-year", "1972"),
    ];
    let half = officer.press(&page, &path, &half);
    assert_eq!(half.status, 422);
    assert!(
        half.html.contains("Write what the cell says") && half.html.contains("value=\"1972\""),
        "{}",
        half.html
    );
    let odd = officer.press(
        &page,
        &path,
        &[("answer:9:9:short-year", "keep"), ("reason:9:9:short-year", "x")],
    );
    assert_eq!(odd.status, 409);
    assert!(odd.html.contains("no finding 9:9:short-year"), "{}", odd.html);
    // A correction with the same flaw is asked about again.
    let same =
        [("answer:2:3:impossible-date", "correct"), ("value:2:3:impossible-date", "30.02.1990")];
    assert_eq!(officer.press(&page, &path, &same).status, 303);
    let page = officer.get(&path);
    assert!(page.html.contains("the same flaw is still there"), "{}", page.html);
    let right =
        [("answer:2:3:impossible-date", "correct"), ("value:2:3:impossible-date", "28.02.1990")];
    let done = officer.press(&page, &path, &right);
    assert_eq!(done.status, 303, "{}", done.html);
    // The same form again counts once; changed, it is refused.
    assert_eq!(officer.press(&page, &path, &right).status, 303);
    let changed = [right[0], ("value:2:3:impossible-date", "27.02.1990")];
    assert_eq!(officer.press(&page, &path, &changed).status, 409);
    assert!(officer.get(&path).html.contains("3 questions are open"));
}

#[test]
fn many_questions_alike_take_one_answer_and_then_the_list_closes() {
    let served = Served::in_practice();
    let mut officer = Browser::new(&served);
    officer.sit("officer-1");
    let text = "surname,given name,birth date\nNeznanko,Panas,12.03.72\nKazchenko,Yurii,13.03.72\n\
                Prymarny,Lev,14.03.72\n";
    let list = officer.take_in(text, ("B", "offer", ""));
    let path = format!("/lists/{list}/questions");
    let page = officer.get(&format!("{path}?kind=short-year"));
    let alike = format!("{path}/alike");
    let fields =
        [("kind", "short-year"), ("count", "3"), ("all", "keep"), ("all-reason", "their archive")];
    assert_eq!(officer.press(&page, &alike, &fields[..3]).status, 422);
    let mut moved = fields;
    moved[1].1 = "2";
    let moved = officer.press(&page, &alike, &moved);
    assert!(
        moved.status == 409 && moved.html.contains("value=\"their archive\""),
        "{}",
        moved.html
    );
    let done = officer.press(&page, &alike, &fields);
    assert_eq!(done.status, 303, "{}", done.html);
    let page = officer.get(&path);
    assert!(page.html.contains("No question is open"), "{}", page.html);
    let closed = officer.press(&page, &format!("/lists/{list}/close"), &[]);
    assert_eq!(
        closed.header("location"),
        format!("/lists/{list}?done=list-closed"),
        "{}",
        closed.html
    );
    assert_eq!(officer.get(&path).header("location"), format!("/lists/{list}"));
    let late = officer.press(&page, &path, &fields);
    assert_ne!(late.status, 303, "{}", late.html);
}

#[test]
fn a_list_of_ours_leaves_when_two_officers_say_so_and_says_what_changed() {
    let served = Served::in_practice();
    let (mut one, mut two) = (Browser::new(&served), Browser::new(&served));
    one.sit("officer-1");
    two.sit("officer-2");
    let first = one.closed(
        "surname,given name,rank\nVyhadenko,Ostap,major\nNeznanko,Panas,captain\n",
        ("A", "offer", ""),
    );
    let page = one.get(&format!("/lists/{first}"));
    let release = format!("/lists/{first}/release");
    let asked = one.press(&page, &release, &[]);
    assert_eq!(asked.header("location"), format!("/lists/{first}?done=list-release-asked"));
    assert!(two.get("/").html.contains("second officer to let them out"));
    let page = one.get(&format!("/lists/{first}"));
    assert!(!page.html.contains(&format!("action=\"{release}\"")), "{}", page.html);
    let alone = one.press(&page, &release, &[]);
    assert!(alone.status == 409 && alone.html.contains("it takes two people"), "{}", alone.html);
    let file = format!("/lists/{first}/file");
    assert_eq!(one.press(&page, &file, &[]).status, 409);
    let page = two.get(&format!("/lists/{first}"));
    let given = two.press(&page, &release, &[]);
    assert_eq!(given.header("location"), format!("/lists/{first}?done=list-released"));
    let page = two.get(&format!("/lists/{first}"));
    let out = two.press(&page, &file, &[]);
    assert!(out.status == 200 && out.html.contains("Vyhadenko"), "{}", out.html);
    let second = one.closed(
        "surname,given name,rank\nVyhadenko,Ostap,colonel\nKazchenko,Yurii,captain\n",
        ("A", "offer", &first),
    );
    let changes = one.get(&format!("/lists/{second}/changes"));
    for part in ["colonel", "major", "Kazchenko", "Neznanko", "rank"] {
        assert!(changes.html.contains(part), "{part}: {}", changes.html);
    }
    assert_eq!(one.get(&format!("/lists/{first}/changes")).status, 404);
    let shelf = one.get("/lists");
    assert!(
        shelf.html.contains("replaced by")
            && shelf.html.contains(&format!("/lists/{second}/changes")),
        "{}",
        shelf.html
    );
    // A list that was replaced is replaced by nothing else.
    let refused = one.send_file(("list.csv", b"surname\nX\n"), ("A", "offer", &first));
    assert!(
        refused.status == 422 && refused.html.contains("href=\"#replaces\""),
        "{}",
        refused.html
    );
    let other = one.send_file(("list.csv", b"surname\nX\n"), ("A", "request", &second));
    assert_eq!(other.status, 422);
}

#[test]
fn letting_a_list_out_needs_a_fresh_code_where_people_are_real() {
    let served = Served::new();
    let mut officer = Browser::new(&served);
    officer.sign_in("officer");
    let list = officer.closed("surname,given name\nVyhadenko,Ostap\n", ("A", "offer", ""));
    let page = officer.get(&format!("/lists/{list}"));
    let release = format!("/lists/{list}/release");
    // The code of the sign-in is still fresh.
    assert_eq!(officer.press(&page, &release, &[]).status, 303);
    let mut clinician = Browser::new(&served);
    clinician.sign_in("clinician");
    let home = clinician.get("/");
    for path in [&release, &format!("/lists/{list}/file"), &format!("/lists/{list}/close")] {
        assert_eq!(clinician.press(&home, path, &[]).status, 403, "{path}");
    }
    let mut second = Browser::new(&served);
    second.sign_in("officer-2");
    let page = second.get(&format!("/lists/{list}"));
    assert_eq!(second.press(&page, &release, &[]).status, 303);
    let page = second.get(&format!("/lists/{list}"));
    assert!(page.html.contains("officer and officer-2"), "{}", page.html);
}

/// Their list: somebody of ours, somebody with a slip, somebody unknown, and somebody twice.
const THEIRS: &str = "id,surname,given name,patronymic,birth date,rank\n\
    B-1,Вигаденко,Остап,Іванович,1991-02-03,майор\nB-2,Незнанко,Панас,Петрович,1970-01-01,капітан\n\
    B-3,Чужинець,Ферапонт,Овсійович,1985-05-05,сержант\nB-4,Вигаденко,Остап,Іванович,1991-02-03,майор\n";

const OURS: &str = "id,surname,given name,patronymic,birth date,rank\n\
    A-1,Вигаденко,Остап,Іванович,1991-02-03,майор\nA-2,Незнанко,Панас,Петрович,1970-01-01,капітан\n";

/// Takes both lists in and closes them; returns ours and theirs.
fn both(one: &mut Browser<'_>) -> (String, String) {
    let ours = one.closed(OURS, ("A", "request", ""));
    let theirs = one.take_in(THEIRS, ("B", "offer", ""));
    // B-4 is asked about, as it says the same as B-1.
    let page = one.get(&format!("/lists/{theirs}/questions?kind=same-person-twice"));
    let key = "5:*:same-person-twice";
    let (choice, why) = (format!("answer:{key}"), format!("reason:{key}"));
    let kept = [(choice.as_str(), "keep"), (why.as_str(), "as they sent it")];
    let answered = one.press(&page, &format!("/lists/{theirs}/questions"), &kept);
    assert_eq!(answered.status, 303, "{}", answered.html);
    let page = one.get(&format!("/lists/{theirs}"));
    let closed = one.press(&page, &format!("/lists/{theirs}/close"), &[]);
    assert_eq!(closed.status, 303, "{}", closed.html);
    (ours, theirs)
}

#[test]
fn their_list_is_compared_line_by_line_with_ours() {
    let served = Served::in_practice();
    let mut one = Browser::new(&served);
    one.sit("officer-1");
    let open = one.take_in(OURS, ("B", "request", ""));
    assert!(one.get(&format!("/lists/{open}/workbench")).html.contains("once it is closed"));
    let (ours, theirs) = both(&mut one);
    let bench = format!("/lists/{theirs}/workbench");
    assert!(one.get("/").html.contains("not compared yet"));
    let page = one.get(&bench);
    assert!(page.html.contains(&format!("<option value=\"{ours}\" selected>")), "{}", page.html);
    let compare = format!("/lists/{theirs}/compare");
    let odd = one.press(&page, &compare, &[("ours", "no-such-list")]);
    assert_ne!(odd.status, 303, "{}", odd.html);
    let compared = one.press(&page, &compare, &[("ours", &ours)]);
    assert_eq!(
        compared.header("location"),
        format!("{bench}?done=list-compared"),
        "{}",
        compared.html
    );
    let page = one.get(&bench);
    assert!(page.html.contains("Чужинець") && page.html.contains("<svg"), "{}", page.html);
    assert!(!page.html.contains("What the comparison found"), "{}", page.html);
    let (_, rest) = page.html.split_once(&format!("href=\"{bench}/")).expect("a link to reasons");
    let line = rest.split('?').next().expect("a reference").to_owned();
    let why = one.get(&format!("{bench}/{line}?class=twice&page=1"));
    assert!(why.html.contains("What the comparison found"), "{}", why.html);
    assert!(why.html.contains("workbench?class=twice&#38;page=1#line-"), "{}", why.html);
    assert_eq!(one.get(&format!("{bench}/no-such-line")).status, 404);
    let twice = one.get(&format!("{bench}?class=twice"));
    assert!(!twice.html.contains("Чужинець") && twice.html.contains("Вигаденко"), "{}", twice.html);
    assert!(one.get(&format!("{bench}?class=civilian")).html.contains("No line is of this class"));
    let own = one.get(&format!("/lists/{ours}/workbench"));
    assert!(own.html.contains("This list is our own"), "{}", own.html);
}

#[test]
fn an_answer_to_their_list_leaves_when_two_officers_let_it_out() {
    let served = Served::in_practice();
    let (mut one, mut two) = (Browser::new(&served), Browser::new(&served));
    one.sit("officer-1");
    two.sit("officer-2");
    let (ours, theirs) = both(&mut one);
    let bench = format!("/lists/{theirs}/workbench");
    let page = one.get(&bench);
    let compare = format!("/lists/{theirs}/compare");
    assert_eq!(one.press(&page, &compare, &[("ours", &ours)]).status, 303);
    let page = one.get(&bench);
    let draw = format!("/lists/{theirs}/reply");
    let (seal, key) = (page.hidden("seal"), page.hidden("key"));
    let fields = [("seal", seal.as_str()), ("key", key.as_str()), ("doubtful-too", "yes")];
    let bad =
        one.upload(&draw, &fields, ("layout", "layout.toml", b"[[column]]\nheading = \"x\"\n"));
    assert!(bad.status == 422 && bad.html.contains("layout of the answer"), "{}", bad.html);
    assert_eq!(one.press(&page, &format!("{draw}/release"), &[]).status, 409);
    let page = one.get(&bench);
    assert_eq!(one.press(&page, &format!("{draw}/file"), &[("ending", "csv")]).status, 409);
    let layout = "[[column]]\nheading = \"№\"\nholds = \"row\"\n[[column]]\nheading = \"Відповідь\"\nholds = \"answer\"\n";
    let (seal, key) = (page.hidden("seal"), page.hidden("key"));
    let fields = [("seal", seal.as_str()), ("key", key.as_str()), ("doubtful-too", "yes")];
    let drawn = one.upload(&draw, &fields, ("layout", "layout.toml", layout.as_bytes()));
    assert_eq!(drawn.header("location"), format!("{bench}?done=reply-drawn"), "{}", drawn.html);
    let page = one.get(&bench);
    let alone = one.press(&page, &format!("{draw}/release"), &[]);
    assert!(alone.status == 409 && alone.html.contains("it takes two people"), "{}", alone.html);
    assert!(two.get("/").html.contains("answers that wait for a second officer"));
    let page = two.get(&bench);
    let agreed = two.press(&page, &format!("{draw}/release"), &[]);
    assert_eq!(
        agreed.header("location"),
        format!("{bench}?done=reply-released"),
        "{}",
        agreed.html
    );
    let page = two.get(&bench);
    let out = two.press(&page, &format!("{draw}/file"), &[("ending", "csv")]);
    assert!(
        out.status == 200 && out.html.contains("Відповідь") && out.html.contains("twice"),
        "{}",
        out.html
    );
    assert!(!out.html.contains("A-1"), "{}", out.html);
}

#[test]
fn everybody_on_a_file_is_entered_in_the_registry_on_the_word_of_one_source() {
    let served = Served::in_practice();
    let mut officer = Browser::new(&served);
    officer.sit("officer-1");
    let text =
        "surname,given name,birth date\nVyhadenko,Ostap,03.02.1991\nNeznanko,Panas,01.01.1970\n";
    let at = officer.choose(("people.csv", text.as_bytes()), ("A", "request", ""));
    let path = format!("{at}/people");
    let page = officer.get(&path);
    assert!(page.html.contains("2 people stand on the file"), "{}", page.html);
    let empty = officer.press(&page, &path, &[("do", "enter")]);
    assert_eq!(empty.status, 422);
    for field in ["#source", "#by", "#says"] {
        assert!(empty.html.contains(&format!("href=\"{field}\"")), "{field}: {}", empty.html);
    }
    let said = [("source", "family"), ("by", "a union of relatives"), ("says", "missing")];
    let look: Vec<(&str, &str)> = said.into_iter().chain([("do", "look")]).collect();
    let looked = officer.press(&page, &path, &look);
    assert!(looked.html.contains("Nobody on it looks like"), "{}", looked.html);
    assert!(looked.html.contains("value=\"a union of relatives\""), "{}", looked.html);
    let enter: Vec<(&str, &str)> = said.into_iter().chain([("do", "enter")]).collect();
    for _ in 0..2 {
        let entered = officer.press(&looked, &path, &enter);
        assert_eq!(entered.header("location"), "/lists?done=people-entered", "{}", entered.html);
    }
    let home = officer.get("/");
    let found = officer.press(&home, "/people", &[("text", "Vyhadenko Ostap")]);
    assert_eq!(found.html.matches("<a href=\"/people/").count(), 1, "{}", found.html);
    // The same file again: everybody on it is known, and that is said before anybody is entered twice.
    let at = officer.choose(("people.csv", text.as_bytes()), ("A", "request", ""));
    let path = format!("{at}/people");
    let page = officer.get(&path);
    let again = officer.press(&page, &path, &enter);
    assert_eq!(again.status, 409, "{}", again.html);
    assert!(again.html.contains("entered already; nobody was entered"), "{}", again.html);
    let wrong = text.replace("03.02.1991", "31.02.1991");
    let at = officer.choose(("people.csv", wrong.as_bytes()), ("A", "request", ""));
    let page = officer.get(&format!("{at}/people"));
    assert!(page.html.contains("mend the file first"), "{}", page.html);
    assert_eq!(officer.press(&page, &format!("{at}/people"), &enter).status, 422);
    let mut spokesperson = Browser::new(&served);
    spokesperson.sit("spokesperson-1");
    assert_eq!(spokesperson.get(&format!("{at}/people")).status, 403);
}

#[test]
fn the_pages_of_lists_can_be_read_in_five_languages() {
    let served = Served::in_practice();
    let mut officer = Browser::new(&served);
    officer.sit("officer-1");
    let ours = officer.closed(OURS, ("A", "request", ""));
    let theirs =
        officer.closed(&THEIRS.lines().take(4).collect::<Vec<_>>().join("\n"), ("B", "offer", ""));
    let page = officer.get(&format!("/lists/{theirs}/workbench"));
    assert_eq!(officer.press(&page, &format!("/lists/{theirs}/compare"), &[]).status, 303);
    let newer = officer.closed(OURS, ("A", "request", &ours));
    let book = workbook_of_errors().expect("a workbook");
    let at = officer.choose(("list.xlsx", &book), ("B", "offer", ""));
    let other = officer.choose(("list.csv", b"one;two\n1;2\n"), ("B", "offer", ""));
    let check = officer.get(&format!("{at}/check"));
    let opened = officer.press(&check, &format!("{at}/open"), &[]);
    let open = list_in(&opened);
    let at = officer.choose(("list.xlsx", &book), ("B", "offer", ""));
    let bench = format!("/lists/{theirs}/workbench");
    let page = officer.get(&bench);
    let (_, rest) = page.html.split_once(&format!("{bench}/")).expect("a link to reasons");
    let line = format!("{bench}/{}", rest.split('?').next().expect("a reference"));
    let people = officer.choose(("people.csv", OURS.as_bytes()), ("A", "request", ""));
    let mut paths = vec!["/lists".to_owned(), "/lists/import".to_owned(), "/".to_owned()];
    paths.extend(
        ["", "/what", "/sheet", "/columns", "/preview", "/check"].map(|step| format!("{at}{step}")),
    );
    paths.extend([
        format!("{other}/columns"),
        format!("{other}/check"),
        format!("{people}/people"),
        format!("{other}/preview"),
    ]);
    paths.extend([&ours, &theirs, &open].map(|list| format!("/lists/{list}")));
    paths.extend([
        format!("/lists/{newer}/changes"),
        format!("/lists/{open}/findings"),
        format!("/lists/{open}/questions"),
        format!("/lists/{open}/questions?kind=short-year"),
        format!("/lists/{theirs}/workbench"),
        format!("/lists/{open}/workbench"),
        line,
    ]);
    for language in ["en", "uk", "ru", "tr", "ar"] {
        officer.language = language;
        for path in &paths {
            let seen = officer.get(path);
            assert_eq!(seen.status, 200, "{language} {path}: {}", seen.html);
            assert!(!seen.html.contains('⟦'), "{language} {path}: {}", seen.html);
            assert!(!seen.html.contains("<script>") && !seen.html.contains("style="), "{path}");
        }
    }
}
