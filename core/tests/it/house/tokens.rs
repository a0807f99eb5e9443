//! Rust source as words and marks, without comments and without what stands in literals.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Float,
    Literal,
    Mark,
}

/// A word, a literal, or a mark; `::` is one mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) line: usize,
}

impl Token {
    pub(super) fn is(&self, text: &str) -> bool {
        matches!(self.kind, Kind::Word | Kind::Mark) && self.text == text
    }
}

/// Whether the tokens at `at` are these.
pub(super) fn at(tokens: &[Token], at: usize, texts: &[&str]) -> bool {
    texts.iter().enumerate().all(|(offset, text)| tokens.get(at + offset).is_some_and(|token| token.is(text)))
}

/// Cuts source into tokens.
pub(super) fn tokens(source: &str) -> Vec<Token> {
    let mut lexer = Lexer { rest: source.chars().collect(), place: 0, line: 1, out: Vec::new() };
    while lexer.step() {}
    lexer.out
}

struct Lexer {
    rest: Vec<char>,
    place: usize,
    line: usize,
    out: Vec<Token>,
}

fn begins_word(found: char) -> bool {
    found.is_alphabetic() || found == '_'
}

fn in_word(found: char) -> bool {
    found.is_alphanumeric() || found == '_'
}

impl Lexer {
    fn peek(&self, ahead: usize) -> char {
        self.rest.get(self.place + ahead).copied().unwrap_or('\0')
    }

    fn bump(&mut self) -> char {
        let found = self.peek(0);
        self.line += usize::from(found == '\n');
        self.place += 1;
        found
    }

    fn push(&mut self, kind: Kind, text: String, line: usize) {
        self.out.push(Token { kind, text, line });
    }

    fn step(&mut self) -> bool {
        if self.place >= self.rest.len() {
            return false;
        }
        let (first, second, line) = (self.peek(0), self.peek(1), self.line);
        match (first, second) {
            _ if first.is_whitespace() => drop(self.bump()),
            ('/', '/') => {
                while !matches!(self.peek(0), '\n' | '\0') {
                    self.bump();
                }
            }
            ('/', '*') => self.block_comment(),
            ('"', _) => self.quoted(line),
            ('\'', _) => self.char_or_lifetime(line),
            _ if first.is_ascii_digit() => self.number(line),
            _ if begins_word(first) => self.word(line),
            (':', ':') => {
                self.place += 2;
                self.push(Kind::Mark, "::".to_owned(), line);
            }
            _ => {
                let mark = self.bump();
                self.push(Kind::Mark, mark.to_string(), line);
            }
        }
        true
    }

    fn block_comment(&mut self) {
        let mut depth = 0_u32;
        while self.place < self.rest.len() {
            match (self.peek(0), self.peek(1)) {
                ('/', '*') => depth += 1,
                ('*', '/') => depth -= 1,
                _ => {
                    self.bump();
                    continue;
                }
            }
            self.place += 2;
            if depth == 0 {
                return;
            }
        }
    }

    fn quoted(&mut self, line: usize) {
        self.bump();
        while self.place < self.rest.len() {
            match self.bump() {
                '\\' => drop(self.bump()),
                '"' => break,
                _ => {}
            }
        }
        self.push(Kind::Literal, String::new(), line);
    }

    fn raw_quoted(&mut self, hashes: usize, line: usize) {
        self.place += hashes + 1;
        while self.place < self.rest.len() {
            if self.bump() == '"' && (0..hashes).all(|ahead| self.peek(ahead) == '#') {
                self.place += hashes;
                break;
            }
        }
        self.push(Kind::Literal, String::new(), line);
    }

    fn char_or_lifetime(&mut self, line: usize) {
        if self.peek(1) != '\\' && self.peek(2) != '\'' {
            self.bump();
            while in_word(self.peek(0)) {
                self.bump();
            }
            return;
        }
        self.bump();
        while self.place < self.rest.len() {
            match self.bump() {
                '\\' => drop(self.bump()),
                '\'' => break,
                _ => {}
            }
        }
        self.push(Kind::Literal, String::new(), line);
    }

    fn number(&mut self, line: usize) {
        let after_dot = self.out.last().is_some_and(|token| token.is("."));
        let mut text = String::new();
        while in_word(self.peek(0)) {
            text.push(self.bump());
        }
        let fraction = self.peek(0) == '.' && !after_dot && self.peek(1) != '.' && !begins_word(self.peek(1));
        if fraction {
            text.push(self.bump());
            while in_word(self.peek(0)) {
                text.push(self.bump());
            }
        }
        let typed = text.ends_with("f32") || text.ends_with("f64");
        let exponent = !text.starts_with("0x") && text.contains(['e', 'E']) && !text.ends_with("size");
        let kind = if fraction || (typed && !text.starts_with("0x")) || exponent { Kind::Float } else { Kind::Literal };
        self.push(kind, text, line);
    }

    fn word(&mut self, line: usize) {
        let mut text = String::new();
        while in_word(self.peek(0)) {
            text.push(self.bump());
        }
        let hashes = (0..).take_while(|ahead| self.peek(*ahead) == '#').count();
        match text.as_str() {
            "r" | "br" | "cr" if self.peek(hashes) == '"' => self.raw_quoted(hashes, line),
            "b" | "c" if self.peek(0) == '"' => self.quoted(line),
            "b" if self.peek(0) == '\'' => self.char_or_lifetime(line),
            "r" if hashes == 1 && begins_word(self.peek(1)) => {
                self.bump();
                self.word(line);
            }
            _ => self.push(Kind::Word, text, line),
        }
    }
}

#[test]
fn comments_and_literals_are_no_words() {
    let source = r###"
        // async in a comment
        /* std::fs /* nested */ still */
        let a = "std::fs \" tokio"; let b = r#"tokio "quoted" "#; let c = '"'; let d = b'\'';
        fn f<'a>(x: &'a str) -> crate::id::TrackId { r#type }
    "###;
    let words: Vec<_> =
        tokens(source).into_iter().filter(|token| token.kind == Kind::Word).map(|token| token.text).collect();
    assert_eq!(
        words,
        ["let", "a", "let", "b", "let", "c", "let", "d", "fn", "f", "x", "str", "crate", "id", "TrackId", "type"]
    );
}

#[test]
fn floats_are_told_from_ranges_fields_and_methods() {
    let floats = |source: &str| tokens(source).iter().filter(|token| token.kind == Kind::Float).count();
    assert_eq!(floats("1.5 + 2. + 1e9 + 3f64"), 4);
    assert_eq!(floats("0..5; pair.0.1; 7.max(3); 10_000_u32; 0x1e9; 0xf64; 12_usize"), 0);
}
