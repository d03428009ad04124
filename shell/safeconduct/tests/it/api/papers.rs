//! Papers over the API. All people are invented.

use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::client::{Reply, Served};

fn picture(shade: u8) -> String {
    let picture = image::RgbImage::from_pixel(12, 8, image::Rgb([shade, 0, 0]));
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png).expect("memory");
    STANDARD.encode(bytes)
}

fn body(kind: &str, content: &str) -> Value {
    json!({
        "source": "family", "by": "a sister", "reliability": "B", "kind": kind,
        "name": "../../kovalenkivska.png", "note": "from the spring", "content": content,
    })
}

fn entered(served: &Served, officer: &str, surname: &str) -> String {
    let fields = json!({
        "surname": { "given": surname }, "given-name": { "given": "Olena" },
        "birth-date": { "given": "1991-02-03" },
    });
    let body = json!({ "source": "family", "by": "a sister", "says": "missing", "fields": fields });
    served.ask("POST", "/people", Some(officer), &body).text("person")
}

#[test]
fn a_paper_is_kept_shown_and_destroyed_by_whom_the_tables_let() {
    let served = Served::new();
    let (officer, clinician) = (served.sign_in("officer"), served.sign_in("clinician"));
    let person = entered(&served, &officer, "Kovalenkivska");
    let other = entered(&served, &officer, "Bondarivska");
    let papers = format!("/people/{person}/papers");
    let post = |body: &Value| served.ask("POST", &papers, Some(&officer), body);
    let photograph = post(&body("photograph", &picture(200)));
    assert_eq!(photograph.status, 201, "{}", photograph.body);
    let medical = post(&body("medical", &STANDARD.encode("Потребує інсуліну.")));
    assert_eq!(medical.status, 201, "{}", medical.body);

    let list = served.get(&papers, &officer);
    assert_eq!((list.status, &list.body["hidden"]), (200, &json!(1)), "{}", list.body);
    let shown = &list.body["items"][0];
    assert_eq!(shown["name"], "../../kovalenkivska.png", "it is told, and never a path");
    assert_eq!((&shown["by"], &shown["kind"]), (&json!("a sister"), &json!("photograph")));
    let one = format!("{papers}/{}", photograph.text("paper"));
    let file = served.get(&one, &officer);
    assert_eq!((file.status, &file.body["paper"]["media_type"]), (200, &json!("image/png")));
    let bytes = STANDARD.decode(file.text("content")).expect("base64");
    assert_eq!(image::load_from_memory(&bytes).expect("a picture").width(), 12);
    let refused = |reply: &Reply, problem: &str| {
        assert_eq!(reply.problem(), problem, "{}", reply.body);
        assert!(!reply.body.to_string().contains("ovalenkivska"), "{}", reply.body);
    };
    let two = format!("{papers}/{}", medical.text("paper"));
    refused(&served.get(&two, &officer), "not-allowed");
    // Of somebody who is not home yet a clinician opens nothing.
    assert!((400..500).contains(&served.get(&two, &clinician).status));
    let elsewhere = format!("/people/{other}/papers/{}", photograph.text("paper"));
    refused(&served.get(&elsewhere, &officer), "unknown");

    refused(&post(&body("portrait", &picture(1))), "malformed");
    refused(&post(&body("photograph", "not base64")), "unusable");
    refused(&post(&body("photograph", &STANDARD.encode("%PDF-1.7"))), "unusable");
    refused(&post(&body("photograph", &STANDARD.encode(b"\x89PNG\r\n\x1a\n"))), "unusable");

    let reason = json!({ "reason": "of somebody else" });
    let removed = served.ask("POST", &format!("{one}/removal"), Some(&officer), &reason);
    assert_eq!(removed.status, 200, "{}", removed.body);
    refused(&served.get(&one, &officer), "unknown");
    assert!(!served.logged().contains("ovalenkivska"), "no log holds a name");
}
