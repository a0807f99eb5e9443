use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

use cowrite_dropbox_fake::{Fault, Server};
use serde_json::json;

use crate::help::Stage;

struct Client {
    reader: BufReader<TcpStream>,
}

impl Client {
    fn of(server: &Server) -> Self {
        Self { reader: BufReader::new(TcpStream::connect(("127.0.0.1", server.port())).unwrap()) }
    }

    fn send(&mut self, request: &str) {
        self.reader.get_mut().write_all(request.as_bytes()).unwrap();
    }

    /// The head and body of the next answer; `None` where the connection ends.
    fn answer(&mut self) -> Option<(String, Vec<u8>)> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.reader.read_line(&mut head).ok()? == 0 {
                return None;
            }
        }
        let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).unwrap_or("0");
        let mut body = vec![0; length.parse().unwrap()];
        self.reader.read_exact(&mut body).ok()?;
        Some((head, body))
    }
}

fn list(stage: &Stage) -> String {
    let token = &stage.olivia.access_token;
    let head = "POST /api/2/files/list_folder HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    format!("{head}Authorization: Bearer {token}\r\nContent-Length: 11\r\n\r\n{{\"path\":\"\"}}")
}

#[test]
fn one_connection_carries_many_requests_and_a_body_in_chunks() {
    let stage = Stage::new();
    let server = stage.fake.serve().unwrap();
    let mut client = Client::of(&server);
    client.send(&(list(&stage) + &list(&stage)));
    for _ in 0..2 {
        let (head, body) = client.answer().unwrap();
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && body.starts_with(b"{"), "{head}");
    }
    let head = "POST /content/2/files/upload HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\n";
    let argument = "Dropbox-API-Arg: {\"path\":\"/a\"}\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n";
    client.send(&format!("{head}Authorization: Bearer {}\r\n{argument}\r\n", stage.olivia.access_token));
    assert!(client.answer().unwrap().0.starts_with("HTTP/1.1 100 Continue"));
    client.send("3\r\nRIF\r\n1;x=y\r\nF\r\n0\r\n\r\n");
    assert!(client.answer().unwrap().0.starts_with("HTTP/1.1 200"));
    assert_eq!(stage.fake.file(&stage.olivia, "/a"), Some(b"RIFF".to_vec()));
}

#[test]
fn a_temporary_link_gives_ranges() {
    let stage = Stage::new();
    let server = stage.fake.serve().unwrap();
    stage.fake.put_file(&stage.olivia, "/a", b"0123456789");
    let mut client = Client::of(&server);
    let body = "{\"path\":\"/a\"}";
    let head = "POST /api/2/files/get_temporary_link HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    client.send(&format!(
        "{head}Authorization: Bearer {}\r\nContent-Length: {}\r\n\r\n{body}",
        stage.olivia.access_token,
        body.len()
    ));
    let told: serde_json::Value = serde_json::from_slice(&client.answer().unwrap().1).unwrap();
    let path = told["link"].as_str().unwrap().strip_prefix(&server.url).unwrap().to_owned();
    let mut get = |method: &str, range: &str| {
        client.send(&format!("{method} {path} HTTP/1.1\r\nHost: x\r\nRange: bytes={range}\r\n\r\n"));
        let (head, body) = client.answer().unwrap();
        (head.split(' ').nth(1).unwrap().to_owned(), String::from_utf8(body).unwrap())
    };
    let wanted =
        [("2-4", "206", "234"), ("7-", "206", "789"), ("-2", "206", "89"), ("8-99", "206", "89"), ("10-", "416", "")];
    for (range, status, body) in wanted {
        assert_eq!(get("GET", range), (status.to_owned(), body.to_owned()), "{range}");
    }
    assert_eq!(get("GET", "x").1, "0123456789");
}

#[test]
fn a_broken_connection_is_closed_without_an_answer() {
    let stage = Stage::new();
    let server = stage.fake.serve().unwrap();
    stage.fake.fail("files/list_folder", Fault::CutAfter);
    let mut client = Client::of(&server);
    client.send(&list(&stage));
    assert_eq!(client.answer(), None);
    assert_eq!(stage.fake.calls().len(), 1);
    let mut client = Client::of(&server);
    client.send(&list(&stage));
    assert!(client.answer().is_some());
}

#[test]
fn half_a_body_may_come_or_nothing_for_ever() {
    let stage = Stage::new();
    let server = stage.fake.serve().unwrap();
    stage.fake.fail("files/list_folder", Fault::CutInBody);
    let mut client = Client::of(&server);
    client.send(&list(&stage));
    let mut come = String::new();
    client.reader.read_to_string(&mut come).unwrap();
    let (head, body) = come.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200") && body.starts_with("{\"cursor"), "{come}");
    assert!(head.contains(&format!("Content-Length: {}\r\n", body.len() + 1)), "{come}");
    stage.fake.fail("files/list_folder", Fault::Stall);
    let mut client = Client::of(&server);
    let patience = Some(std::time::Duration::from_millis(50));
    client.reader.get_mut().set_read_timeout(patience).unwrap();
    client.send(&list(&stage));
    let silence = client.reader.read(&mut [0]).unwrap_err();
    assert!(matches!(silence.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut), "{silence}");
}

#[test]
fn what_is_no_http_ends_the_connection() {
    let stage = Stage::new();
    let server = stage.fake.serve().unwrap();
    for wrong in
        ["nonsense\r\n\r\n", "GET / HTTP/1.1\r\nno header\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"]
    {
        let mut client = Client::of(&server);
        client.send(wrong);
        assert_eq!(client.answer(), None, "{wrong:?}");
    }
}

#[test]
fn a_server_ends_when_it_is_dropped() {
    let stage = Stage::new();
    let server = stage.fake.serve().unwrap();
    let mut client = Client::of(&server);
    client.send(&list(&stage));
    assert!(client.answer().is_some());
    let port = server.port();
    drop(server);
    assert_eq!(client.answer(), None);
    let is_gone = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        TcpStream::connect(("127.0.0.1", port)).is_err()
    });
    assert!(is_gone);
}

#[test]
fn clones_are_the_same_dropbox() {
    let stage = Stage::new();
    let again = stage.fake.clone();
    again.put_file(&stage.olivia, "/a", b"a");
    let told = stage.done(&stage.olivia, "files/get_metadata", json!({ "path": "/a" }));
    assert_eq!(told["id"].as_str().map(str::len), Some(25));
}
