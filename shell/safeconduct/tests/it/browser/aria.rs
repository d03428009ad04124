//! What each page is to somebody who hears it: its landmarks, headings, fields and buttons by role and name, held
//! against what was written down. `SAFECONDUCT_UPDATE=1` writes it down anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::driver::Chrome;

/// The roles that make up a page; what stands in its tables and paragraphs is not among them.
const ROLES: [&str; 17] = [
    "banner",
    "navigation",
    "main",
    "contentinfo",
    "complementary",
    "search",
    "region",
    "heading",
    "form",
    "button",
    "textbox",
    "combobox",
    "checkbox",
    "radio",
    "columnheader",
    "table",
    "alert",
];

/// The most times that lines in a row with one role and shape are written: a queue is as long as it is.
fn shape(text: &str) -> String {
    let mut shape = String::new();
    for word in text.split_whitespace() {
        let is_id = word.chars().any(|letter| letter.is_ascii_digit());
        let word = if is_id { "#" } else { word };
        if !(word == "#" && shape.ends_with('#')) {
            if !shape.is_empty() {
                shape.push(' ');
            }
            shape.push_str(word);
        }
    }
    shape
}

/// The page in the window as a screen reader has it, each line once.
pub(super) fn heard(chrome: &Chrome) -> String {
    chrome.cdp("Accessibility.enable", &json!({}));
    let tree = chrome.cdp("Accessibility.getFullAXTree", &json!({}));
    let nodes: Vec<&Value> = tree["nodes"].as_array().into_iter().flatten().collect();
    let by_id: BTreeMap<&str, &Value> =
        nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, *node))).collect();
    let mut lines: Vec<String> = Vec::new();
    let mut stack: Vec<&Value> = nodes.first().copied().into_iter().collect();
    while let Some(node) = stack.pop() {
        let role = node["role"]["value"].as_str().unwrap_or_default();
        if ROLES.contains(&role) && node["ignored"] != true {
            let name = shape(node["name"]["value"].as_str().unwrap_or_default());
            let line = if name.is_empty() { role.to_owned() } else { format!("{role} \"{name}\"") };
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        let children = node["childIds"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let mut children: Vec<&Value> = children.filter_map(|id| by_id.get(id).copied()).collect();
        children.reverse();
        stack.extend(children);
    }
    lines.push(String::new());
    lines.join("\n")
}

/// Holds the page in the window against what was written down of its kind, and says how it differs.
pub(super) fn differs(chrome: &Chrome, kind: &str) -> Option<String> {
    let name = kind.trim_matches('/').replace('/', "-");
    let name = if name.is_empty() { "home".to_owned() } else { name };
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/browser/aria");
    let file = folder.join(format!("{name}.txt"));
    let now = heard(chrome);
    if std::env::var_os("SAFECONDUCT_UPDATE").is_some() {
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(&file, &now).expect("a file");
        return None;
    }
    let before = fs::read_to_string(&file).unwrap_or_default();
    (before != now).then(|| format!("{kind}: was\n{before}and is\n{now}"))
}
