use cowrite_dropbox_fake::{APP_KEY, AccountHandle, Fake, Request, Response};
use serde_json::{Value, json};

/// A fake with an owner and a collaborator.
pub(crate) struct Stage {
    pub(crate) fake: Fake,
    pub(crate) olivia: AccountHandle,
    pub(crate) ben: AccountHandle,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let fake = Fake::new();
        let (olivia, ben) = (fake.account("olivia@example.com"), fake.account("ben@example.com"));
        Self { fake, olivia, ben }
    }

    /// Calls a route that takes and gives JSON.
    pub(crate) fn call(&self, who: &AccountHandle, route: &str, argument: Value) -> Response {
        self.fake.handle(&rpc(who, route, &argument))
    }

    /// Calls one that must succeed.
    pub(crate) fn done(&self, who: &AccountHandle, route: &str, argument: Value) -> Value {
        let response = self.call(who, route, argument);
        assert_eq!(response.status, 200, "{route}: {}", shown(&response));
        response.json()
    }

    /// Calls one that must be refused with 409, and says with which tags.
    pub(crate) fn refused(&self, who: &AccountHandle, route: &str, argument: Value) -> String {
        let response = self.call(who, route, argument);
        assert_eq!(response.status, 409, "{route}: {}", shown(&response));
        tags(&response)
    }

    pub(crate) fn upload(&self, who: &AccountHandle, argument: &Value, body: &[u8]) -> Response {
        self.fake.handle(&content(who, "files/upload", argument).body(body))
    }

    pub(crate) fn download(&self, who: &AccountHandle, path: &str) -> Response {
        self.fake.handle(&content_without_type(who, "files/download", &json!({ "path": path })))
    }

    /// Shares a folder that is there, and returns its id.
    pub(crate) fn share(&self, path: &str) -> String {
        let told =
            self.done(&self.olivia, "sharing/share_folder", json!({ "path": path, "acl_update_policy": "owner" }));
        told["shared_folder_id"].as_str().unwrap().to_owned()
    }

    pub(crate) fn invite(&self, id: &str, email: &str, level: &str) -> Response {
        let member = json!({ "member": { ".tag": "email", "email": email }, "access_level": level });
        self.call(
            &self.olivia,
            "sharing/add_folder_member",
            json!({ "shared_folder_id": id, "members": [member], "quiet": true }),
        )
    }

    /// A folder of Olivia's with a file in it, which Ben has mounted as an editor.
    pub(crate) fn shared_with_ben(&self) -> String {
        self.fake.put_file(&self.olivia, "/Songs/One/mix.wav", b"RIFF").unwrap();
        let id = self.share("/Songs/One");
        assert_eq!(self.invite(&id, "ben@example.com", "editor").status, 200);
        self.done(&self.ben, "sharing/mount_folder", json!({ "shared_folder_id": id }));
        id
    }

    /// An account with an access token that is new.
    pub(crate) fn renewed(&self, who: &AccountHandle) -> AccountHandle {
        let form = format!("grant_type=refresh_token&client_id={APP_KEY}&refresh_token={}", who.refresh_token);
        let mut renewed = who.clone();
        renewed.access_token = self.token(&form).json()["access_token"].as_str().unwrap().to_owned();
        renewed
    }

    pub(crate) fn token(&self, form: &str) -> Response {
        let request =
            Request::new("POST", "/api/oauth2/token").header("Content-Type", "application/x-www-form-urlencoded");
        self.fake.handle(&request.body(form))
    }
}

pub(crate) fn rpc(who: &AccountHandle, route: &str, argument: &Value) -> Request {
    let host = if route.ends_with("longpoll") { "notify" } else { "api" };
    let request = Request::new("POST", &format!("/{host}/2/{route}")).header("Content-Type", "application/json");
    let request = if host == "notify" { request } else { signed(request, &who.access_token) };
    request.body(argument.to_string())
}

pub(crate) fn signed(request: Request, token: &str) -> Request {
    request.header("Authorization", &format!("Bearer {token}"))
}

pub(crate) fn content(who: &AccountHandle, route: &str, argument: &Value) -> Request {
    content_without_type(who, route, argument).header("Content-Type", "application/octet-stream")
}

pub(crate) fn content_without_type(who: &AccountHandle, route: &str, argument: &Value) -> Request {
    let request = Request::new("POST", &format!("/content/2/{route}")).header("Dropbox-API-Arg", &argument.to_string());
    signed(request, &who.access_token)
}

/// The tags of an error, without what only makes the summary unique.
pub(crate) fn tags(response: &Response) -> String {
    response.json()["error_summary"].as_str().unwrap_or_default().trim_end_matches("/...").to_owned()
}

pub(crate) fn shown(response: &Response) -> String {
    format!("{} {}", response.status, String::from_utf8_lossy(&response.body).chars().take(300).collect::<String>())
}
