//! The fake for tests in other languages: over plain HTTP on loopback, told by lines of JSON what happens to it.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};

use cowrite_dropbox_fake::{APP_KEY, APP_SECRET, AccountHandle, Fake};
use serde_json::{Value, json};

/// Serves until there is no more to read: says where in a line, and answers each line that is read with one.
pub(crate) fn serve(told: impl BufRead, mut answers: impl Write) -> Result<(), Box<dyn std::error::Error>> {
    let fake = Fake::new();
    let server = fake.serve()?;
    let mut say = |answer: &Value| writeln!(answers, "{answer}").and_then(|()| answers.flush());
    say(&json!({ "url": server.url, "app_key": APP_KEY, "app_secret": APP_SECRET }))?;
    let mut accounts = BTreeMap::new();
    for line in told.lines() {
        let asked: Value = serde_json::from_str(&line?)?;
        say(&answer(&fake, &mut accounts, &asked).unwrap_or_else(|| json!({ "error": "nothing that the fake does" })))?;
    }
    Ok(())
}

/// Does what a line asks; `None` where it asks nothing that can be done.
fn answer(fake: &Fake, accounts: &mut BTreeMap<String, AccountHandle>, asked: &Value) -> Option<Value> {
    let text = |name: &str| asked.get(name).and_then(Value::as_str);
    if let Some(email) = text("account") {
        let account = accounts.entry(email.to_owned()).or_insert_with(|| fake.account(email));
        return Some(json!({ "account_id": account.account_id }));
    }
    let of = |name: &str| text(name).and_then(|email| accounts.get(email));
    if let Some(account) = of("authorize") {
        return Some(json!({ "code": fake.authorize(account, text("challenge")?) }));
    }
    if let Some(account) = of("paths") {
        return Some(json!({ "paths": fake.paths(account) }));
    }
    if let Some(account) = of("grant") {
        let scopes: Vec<&str> = text("scopes")?.split_whitespace().collect();
        account.set_scopes(&scopes);
        return Some(json!({}));
    }
    if let Some(account) = of("disconnect") {
        account.disconnect();
        return Some(json!({}));
    }
    None
}

#[test]
fn lines_are_answered_one_by_one() {
    let told = [
        r#"{"account": "olivia@example.com"}"#,
        r#"{"authorize": "olivia@example.com", "challenge": ""}"#,
        r#"{"paths": "olivia@example.com"}"#,
        r#"{"grant": "olivia@example.com", "scopes": "account_info.read"}"#,
        r#"{"disconnect": "olivia@example.com"}"#,
        r#"{"disconnect": "nobody@example.com"}"#,
    ];
    let mut answers = Vec::new();
    serve(told.join("\n").as_bytes(), &mut answers).unwrap();
    let answers: Vec<Value> =
        String::from_utf8(answers).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 7);
    assert!(answers[0]["url"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    assert!(answers[1]["account_id"].as_str().unwrap().starts_with("dbid:"));
    assert!(answers[2]["code"].is_string());
    assert_eq!(answers[3], json!({ "paths": [] }));
    assert_eq!((&answers[4], &answers[5]), (&json!({}), &json!({})));
    assert!(answers[6]["error"].is_string());
}
