use std::net::TcpListener;
use std::thread;

use super::*;

const IDLE: Duration = Duration::from_secs(5);

/// Serves one answer after another, each on the connection that is there or the next, and counts connections and requests.
fn serve(answers: Vec<Vec<u8>>) -> (String, thread::JoinHandle<(usize, Vec<String>)>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}/path", listener.local_addr().unwrap());
    let thread = thread::spawn(move || {
        let (mut connections, mut requests, mut answers) = (0, Vec::new(), answers.into_iter().peekable());
        while answers.peek().is_some() {
            let (mut socket, _) = listener.accept().unwrap();
            connections += 1;
            while answers.peek().is_some() {
                let Some(request) = request(&mut socket) else { break };
                requests.push(request);
                let answer = answers.next().unwrap();
                socket.write_all(&answer).unwrap();
                let text = String::from_utf8_lossy(&answer).to_ascii_lowercase();
                if text.contains("connection: close")
                    || !text.contains("transfer-encoding") && !text.contains("content-length")
                {
                    break;
                }
            }
        }
        (connections, requests)
    });
    (url, thread)
}

fn request(socket: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        if socket.read(&mut byte).ok()? == 0 {
            return None;
        }
        bytes.extend(byte);
    }
    let head = String::from_utf8(bytes).unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).unwrap().parse().unwrap();
    let mut body = vec![0; length];
    socket.read_exact(&mut body).ok()?;
    Some(head + &String::from_utf8_lossy(&body))
}

fn ask(http: &Http, url: &str) -> io::Result<(u16, String)> {
    let mut answer = http.post(url, &[("Some".to_owned(), "header".to_owned())], b"body", IDLE)?;
    let mut text = String::new();
    answer.body.read_to_string(&mut text)?;
    Ok((answer.status, text))
}

#[test]
fn answers_of_every_length_are_read_and_their_connections_used_again() {
    let rows = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello"),
        ("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", 200, ""),
        (
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\nA\r\n, everyone\r\n0\r\nTrailer: x\r\n\r\n",
            200,
            "hello, everyone",
        ),
        ("HTTP/1.1 409 Conflict\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n", 409, ""),
        ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi", 200, "hi"),
        ("HTTP/1.1 200 OK\r\n\r\nuntil it closes", 200, "until it closes"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nend", 200, "end"),
    ];
    let (url, served) = serve(rows.iter().map(|(answer, ..)| answer.as_bytes().to_vec()).collect());
    let http = Http::new().unwrap();
    for (answer, status, text) in rows {
        assert_eq!(ask(&http, &url).unwrap(), (status, text.to_owned()), "{answer:?}");
    }
    let (connections, requests) = served.join().unwrap();
    assert_eq!((connections, requests.len()), (3, rows.len()));
    assert!(requests[0].starts_with("POST /path HTTP/1.1\r\nHost: 127.0.0.1:"), "{}", requests[0]);
    assert!(requests[0].ends_with("Content-Length: 4\r\nSome: header\r\n\r\nbody"), "{}", requests[0]);
}

#[test]
fn answers_that_break_off_or_are_none_are_errors() {
    let long = format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "x".repeat(2 * MOST_HEAD));
    let rows = [
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhell",
        "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nx\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloworld\r\n0\r\n\r\n",
        "SSH-2.0-OpenSSH\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 200",
        long.as_str(),
    ];
    for answer in rows {
        let (url, _served) = serve(vec![answer.as_bytes().to_vec()]);
        let found = ask(&Http::new().unwrap(), &url);
        assert!(found.is_err(), "{:?}: {found:?}", answer.get(..60));
    }
}

#[test]
fn a_connection_that_was_closed_meanwhile_is_not_used() {
    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi".to_vec();
    let (url, served) = serve(vec![answer.clone()]);
    let http = Http::new().unwrap();
    assert!(ask(&http, &url).is_ok());
    served.join().unwrap();
    let address = url.trim_start_matches("http://").trim_end_matches("/path").to_owned();
    let listener = TcpListener::bind(&address).unwrap();
    let again = thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        request(&mut socket).unwrap();
        socket.write_all(&answer).unwrap();
    });
    assert_eq!(ask(&http, &url).unwrap().1, "hi");
    again.join().unwrap();
}

#[test]
fn a_refusal_that_comes_before_the_body_has_gone_is_heard() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}/path", listener.local_addr().unwrap());
    let served = thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let mut byte = [0];
        socket.read_exact(&mut byte).unwrap();
        socket.write_all(b"HTTP/1.1 429 Slow down\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n").unwrap();
        // The rest is taken, and no answer to it given.
        io::copy(&mut socket, &mut io::sink()).ok();
    });
    let answer = Http::new().unwrap().post(&url, &[], &vec![0; 4 * 1024 * 1024], IDLE).unwrap();
    assert_eq!((answer.status, answer.number("retry-after")), (429, Some(7)));
    drop(answer);
    served.join().unwrap();
}

#[test]
fn a_server_that_stands_still_is_given_up() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}/path", listener.local_addr().unwrap());
    let found = Http::new().unwrap().post(&url, &[], b"", Duration::from_millis(50));
    assert!(matches!(
        found.map(|answer| answer.status).map_err(|error| error.kind()),
        Err(ErrorKind::WouldBlock | ErrorKind::TimedOut)
    ));
}

#[test]
fn nothing_but_what_is_meant_is_sent() {
    for url in
        ["", "ftp://x/", "https://", "https:///x", "https://x", "http://x:port/", "https://x/a b", "https://x/\r\nA: b"]
    {
        assert!(Server::of(url).is_none(), "{url:?}");
    }
    let (server, path) = Server::of("https://[::1]:8443/a?b").unwrap();
    assert_eq!((server.host.as_str(), server.port, server.is_plain, path), ("[::1]", 8443, false, "/a?b"));
    assert_eq!(Server::of("https://[::1]/").unwrap().0.port, 443);
    for value in ["a\r\nB: c", "a\nb", "\u{e9}", "\u{7f}"] {
        let found = Http::new().unwrap().post("http://127.0.0.1:1/", &[("A".to_owned(), value.to_owned())], b"", IDLE);
        assert_eq!(
            found.map(|answer| answer.status).map_err(|error| error.kind()),
            Err(ErrorKind::InvalidInput),
            "{value:?}"
        );
    }
}

#[test]
fn a_connection_on_which_a_body_was_not_sent_whole_is_not_used_again() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}/path", listener.local_addr().unwrap());
    let served = thread::spawn(move || {
        let (mut first, _) = listener.accept().unwrap();
        first.read_exact(&mut [0]).unwrap();
        // It takes no more of the body, and goes on listening.
        first.write_all(b"HTTP/1.1 429 Slow down\r\nContent-Length: 0\r\n\r\n").unwrap();
        let (mut second, _) = listener.accept().unwrap();
        request(&mut second).unwrap();
        second.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi").unwrap();
        drop(first);
    });
    let http = Http::new().unwrap();
    let mut answer = http.post(&url, &[], &vec![0; 32 * 1024 * 1024], Duration::from_millis(500)).unwrap();
    assert_eq!((answer.status, answer.body.read(&mut [0; 8]).unwrap()), (429, 0));
    assert!(locked(&http.idle.0).is_empty());
    assert_eq!(ask(&http, &url).unwrap().1, "hi");
    served.join().unwrap();
}
