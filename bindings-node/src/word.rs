//! Words: the core's enums without data, which are unions of text in TypeScript.

use serde::de::value::{Error as NoWord, StrDeserializer};
use serde::de::{DeserializeOwned, Error as _, IntoDeserializer, Visitor};
use serde::{Deserializer, Serialize, forward_to_deserialize_any};

use crate::shape::{Shape, Words};
use crate::shown::{Shown, quote};

/// An enum of the core whose values are words.
pub(crate) trait Worded: Serialize + DeserializeOwned {
    /// Its name in TypeScript.
    const NAME: &'static str;
}

/// The word itself.
pub(crate) fn text<T: Serialize>(word: &T) -> String {
    match serde_json::to_value(word) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

/// Finds the value that a word stands for.
pub(crate) fn parse<T: DeserializeOwned>(word: &str) -> Option<T> {
    let deserializer: StrDeserializer<'_, NoWord> = word.into_deserializer();
    T::deserialize(deserializer).ok()
}

/// Listens to which words an enum would read.
struct Listener<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Listener<'_> {
    type Error = NoWord;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, NoWord> {
        Err(NoWord::custom("only words are asked about"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, NoWord> {
        *self.0 = words;
        Err(NoWord::custom("only words are asked about"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// The words of an enum, in their order.
pub(crate) fn known<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut words: &'static [&'static str] = &[];
    // It is refused in any case.
    drop(T::deserialize(Listener(&mut words)));
    words
}

/// Says of the core's enums what they are in TypeScript.
macro_rules! words {
    ($($(#[doc = $doc:literal])* $Name:ident;)*) => {
        $(
            impl Worded for cowrite::$Name {
                const NAME: &'static str = stringify!($Name);
            }

            impl Shown for cowrite::$Name {
                fn shape() -> Shape {
                    Shape::Word(stringify!($Name))
                }

                fn write(&self, out: &mut String) {
                    quote(out, &text(self));
                }
            }
        )*

        /// All words.
        pub(crate) fn all() -> Vec<Words> {
            vec![
                $(Words { name: stringify!($Name), docs: vec![$($doc),*], words: known::<cowrite::$Name>() },)*
                Words { name: "Stage", docs: vec![STAGE], words: STAGES },
            ]
        }
    };
}

const STAGE: &str = " How far a track is (SPEC §1): one of these words, or the host's own.";
const STAGES: &[&str] = &["idea", "writing", "recorded", "mixing", "ready_to_release", "published"];

words! {
    /// The access that can be given to a collaborator, each including the one before.
    Access;
    /// Something that a person may or may not do on a scope (ACC-1, GRP-7).
    Action;
    /// Why somebody has access to a scope, or has none.
    Because;
    /// Whether a track is there.
    Condition;
    /// What a file of a track is (SPEC §1).
    FileKind;
    /// Why a track's folder is not where and with whom it should be, for its owner to mend (FIL-2).
    FolderTrouble;
    /// Where an import stands.
    ImportStatus;
    /// Where an invitation stands at the instant of the call.
    InvitationStatus;
    /// A kind of split. Kinds are kept each on its own, never added or compared (SPL-2).
    Kind;
    /// What somebody may do on a scope: an access, or the owner's place above all.
    Level;
    /// The order of a library.
    LibrarySort;
    /// What a link is at the instant of the call (LNK-3).
    LinkState;
    /// Why a person is not on a track's folder as their access says, in which case they read through the library (FIL-2).
    MemberTrouble;
    /// What a notice is about, what concerns its person most first.
    NoticeKind;
    /// Where a person's record stands.
    PersonState;
    /// Whose a track in a library is.
    Relation;
    /// Why a person holds something no more.
    RemovalReason;
    /// A way of sharing.
    SharingMethod;
    /// What somebody wants to share, and with whom.
    Situation;
    /// Where a kind stands (SPL-4).
    SplitStatus;
    /// What a visitor says of what a link opens (LNK-11).
    Verdict;
    /// What happened at a link.
    VisitKind;
}
