use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::account::TOKEN_LASTS;
use crate::http::{Request, Response};
use crate::world::World;

/// The app that the fake's accounts are connected to.
pub const APP_KEY: &str = "fakeappkey00001";

/// The app's secret. An app with PKCE does without.
pub const APP_SECRET: &str = "fakeappsecret01";

/// What an access token opens.
#[derive(Debug, Clone)]
pub(crate) struct AccessToken {
    pub(crate) account: String,
    pub(crate) expires_at: u64,
    /// Fewer scopes than the account gave, where the refresh asked for fewer.
    pub(crate) scopes: Option<Vec<String>>,
}

/// Who may act for whom.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    access: BTreeMap<String, AccessToken>,
    refresh: BTreeMap<String, String>,
    codes: BTreeMap<String, (String, String)>,
}

impl Tokens {
    pub(crate) fn access(&self, token: &str) -> Option<&AccessToken> {
        self.access.get(token)
    }

    pub(crate) fn revoke(&mut self, account: &str) {
        self.access.retain(|_, token| token.account != account);
        self.refresh.retain(|_, held| held != account);
        self.codes.retain(|_, (held, _)| held != account);
    }

    pub(crate) fn expire(&mut self, account: &str) {
        for token in self.access.values_mut().filter(|token| token.account == account) {
            token.expires_at = 0;
        }
    }
}

/// Whether a header is that of the app itself.
pub(crate) fn is_app(authorization: Option<&str>) -> bool {
    authorization == Some(&format!("Basic {}", STANDARD.encode(format!("{APP_KEY}:{APP_SECRET}"))))
}

impl World {
    pub(crate) fn new_access_token(&mut self, account: &str, scopes: Option<Vec<String>>) -> String {
        let token = format!("sl.access-{:06}", self.next());
        let expires_at = self.now + TOKEN_LASTS.as_secs();
        self.tokens.access.insert(token.clone(), AccessToken { account: account.to_owned(), expires_at, scopes });
        token
    }

    pub(crate) fn new_refresh_token(&mut self, account: &str) -> String {
        let token = format!("refresh-{:06}", self.next());
        self.tokens.refresh.insert(token.clone(), account.to_owned());
        token
    }

    pub(crate) fn new_code(&mut self, account: &str, challenge: &str) -> String {
        let code = format!("code-{:06}", self.next());
        self.tokens.codes.insert(code.clone(), (account.to_owned(), challenge.to_owned()));
        code
    }

    /// `oauth2/token`: a code or a refresh token, for an access token.
    pub(crate) fn token(&mut self, request: &Request) -> Response {
        self.exchange(request).unwrap_or_else(|(status, error, description)| {
            Response::of_json(status, &json!({ "error": error, "error_description": description }))
        })
    }

    fn exchange(&mut self, request: &Request) -> Result<Response, (u16, &'static str, &'static str)> {
        let content_type = request.get("content-type").unwrap_or_default();
        let is_form = content_type.starts_with("application/x-www-form-urlencoded");
        // Dropbox's own JavaScript SDK puts everything into the address, and sends no body.
        let text = match (request.query.as_str(), is_form) {
            ("", true) => String::from_utf8_lossy(&request.body).into_owned(),
            ("", false) => return Err((400, "invalid_request", "the body is no form")),
            (query, _) => query.to_owned(),
        };
        let form = form(&text).ok_or((400, "invalid_request", "a parameter is repeated"))?;
        let field = |name: &str| form.get(name).map(String::as_str);
        let by_header = is_app(request.get("authorization"));
        let by_secret = field("client_secret") == Some(APP_SECRET);
        if !by_header && field("client_id") != Some(APP_KEY) || (field("client_secret").is_some() && !by_secret) {
            return Err((400, "invalid_client", "Invalid client_id or client_secret"));
        }
        match field("grant_type") {
            Some("refresh_token") => self.refresh(&form),
            Some("authorization_code") => self.redeem(&form, by_header || by_secret),
            _ => Err((400, "unsupported_grant_type", "grant_type is neither refresh_token nor authorization_code")),
        }
    }

    fn refresh(&mut self, form: &BTreeMap<String, String>) -> Result<Response, (u16, &'static str, &'static str)> {
        let invalid = (400, "invalid_grant", "refresh token is invalid or revoked");
        let token = form.get("refresh_token").ok_or((400, "invalid_request", "refresh_token is missing"))?;
        let account = self.tokens.refresh.get(token).cloned().ok_or(invalid)?;
        let granted = self.accounts.get(&account).map(|account| account.scopes.clone()).ok_or(invalid)?;
        let wanted: Option<Vec<String>> =
            form.get("scope").map(|scopes| scopes.split_whitespace().map(str::to_owned).collect());
        if wanted.iter().flatten().any(|scope| !granted.contains(scope)) {
            return Err((400, "invalid_scope", "a scope was never granted"));
        }
        let access = self.new_access_token(&account, wanted);
        let answer = json!({ "access_token": access, "token_type": "bearer", "expires_in": TOKEN_LASTS.as_secs() });
        Ok(Response::of_json(200, &answer))
    }

    fn redeem(
        &mut self,
        form: &BTreeMap<String, String>,
        has_secret: bool,
    ) -> Result<Response, (u16, &'static str, &'static str)> {
        let code = form.get("code").ok_or((400, "invalid_request", "code is missing"))?;
        // A code is good for one try.
        let (account, challenge) =
            self.tokens.codes.remove(code).ok_or((400, "invalid_grant", "code doesn't exist or has expired"))?;
        let verifier = form.get("code_verifier");
        let is_proven = verifier.is_some_and(|verifier| {
            (43..=128).contains(&verifier.len()) && URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == challenge
        });
        let is_secret_enough = challenge.is_empty() && has_secret;
        if !is_proven && !is_secret_enough {
            return Err((400, "invalid_grant", "invalid code verifier"));
        }
        let scopes: Vec<String> =
            self.accounts.get(&account).map(|account| account.scopes.iter().cloned().collect()).unwrap_or_default();
        let answer = json!({
            "access_token": self.new_access_token(&account, None),
            "token_type": "bearer",
            "expires_in": TOKEN_LASTS.as_secs(),
            "refresh_token": self.new_refresh_token(&account),
            "scope": scopes.join(" "),
            "uid": "1",
            "account_id": account,
        });
        Ok(Response::of_json(200, &answer))
    }
}

/// The fields of a form; `None` where one is given twice, which RFC 6749 (3.2) forbids.
fn form(text: &str) -> Option<BTreeMap<String, String>> {
    let mut fields = BTreeMap::new();
    for (name, value) in text.split('&').filter_map(|pair| pair.split_once('=')) {
        if fields.insert(decode(name), decode(value)).is_some() {
            return None;
        }
    }
    Some(fields)
}

/// Undoes what a form does to text.
fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => match (hex(rest.next()), hex(rest.next())) {
                (Some(high), Some(low)) => u8::try_from(high * 16 + low).unwrap_or(b'?'),
                _ => b'?',
            },
            plain => plain,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The scope that an answer `missing_scope` names.
pub(crate) fn missing_scope(scope: &str) -> Value {
    json!({ "required_scope": scope })
}
