use serde_json::{Value, json};

use crate::argument::{Fields as _, Paths, Shape, defaulted, optional, required};
use crate::http::{Request, Response};
use crate::metadata::untagged;
use crate::names::ending;
use crate::refusal::{Refusal, refused};
use crate::route::{Answer, Ask, Caller, Route, Style};
use crate::tree::View;
use crate::world::World;

/// How long a temporary link lasts, in seconds.
const LASTS: u64 = 4 * 60 * 60;

/// Above this size, in bytes, no picture has a thumbnail.
const LARGEST_PICTURE: usize = 20 * 1024 * 1024;

/// Of what there are thumbnails.
const PICTURES: [&str; 9] = ["jpg", "jpeg", "png", "tiff", "tif", "gif", "webp", "ppm", "bmp"];

/// One grey pixel.
const PNG: &[u8] = include_bytes!("../pictures/pixel.png");
const JPEG: &[u8] = include_bytes!("../pictures/pixel.jpg");

/// An address that gives a file to whoever has it.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    view: View,
    id: String,
    expires_at: u64,
}

const SIZES: Shape = Shape::Union(&[
    ("w32h32", None),
    ("w64h64", None),
    ("w128h128", None),
    ("w256h256", None),
    ("w480h320", None),
    ("w640h480", None),
    ("w960h640", None),
    ("w1024h768", None),
    ("w2048h1536", None),
]);

pub(crate) const ROUTES: &[Route] = &[
    Route {
        name: "files/get_temporary_link",
        style: Style::Rpc,
        caller: Caller::User("files.content.read"),
        argument: &[required("path", Shape::Path(Paths::Read))],
        act: temporary_link,
    },
    Route {
        name: "files/get_thumbnail_v2",
        style: Style::Download,
        caller: Caller::User("files.content.read"),
        argument: &[
            required("resource", Shape::Union(&[("path", Some(Shape::Path(Paths::Read)))])),
            defaulted("format", Shape::Union(&[("jpeg", None), ("png", None)])),
            defaulted("size", SIZES),
            defaulted(
                "mode",
                Shape::Union(&[("strict", None), ("bestfit", None), ("fitone_bestfit", None), ("original", None)]),
            ),
            optional("quality", Shape::Union(&[("quality_80", None), ("quality_90", None)])),
            optional("exclude_media_info", Shape::Flag),
            defaulted("preserve_transparency", Shape::Flag),
        ],
        act: thumbnail,
    },
];

fn temporary_link(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    if world.accounts.get(&ask.view.account).is_some_and(|account| !account.is_verified) {
        return Err(refused("email_not_verified"));
    }
    let (told, _) = world.content(&ask.view, ask.argument.text("path"))?;
    let token = format!("temporary-{:06}", world.next());
    let link = Link { view: ask.view.clone(), id: told.text("id").to_owned(), expires_at: world.now + LASTS };
    world.links.insert(token.clone(), link);
    let address = format!("{}/content/link/{token}", ask.request.base);
    Ok(json!({ "metadata": untagged(told), "link": address }).into())
}

fn thumbnail(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let path = ask.argument.get("resource").map(|resource| resource.text("path")).unwrap_or_default();
    let (told, file) = world.content(&ask.view, path)?;
    if !PICTURES.contains(&ending(told.text("name")).as_str()) {
        return Err(refused("unsupported_extension"));
    }
    if file.data.len() > LARGEST_PICTURE {
        return Err(refused("unsupported_image"));
    }
    if file.data.is_empty() {
        return Err(refused("conversion_error"));
    }
    let picture = if ask.argument.tag_of("format") == Some("png") { PNG } else { JPEG };
    Ok(Answer::Bytes(json!({ "file_metadata": untagged(told), "link_metadata": Value::Null }), picture.to_vec()))
}

impl World {
    /// What a temporary link gives: the file as it is now, while the link lasts.
    pub(crate) fn follow(&self, token: &str, request: &Request) -> Response {
        if request.method != "GET" && request.method != "HEAD" {
            return Response::of_text(405, "Method not allowed");
        }
        let Some(link) = self.links.get(token) else { return Response::of_text(404, "Not found") };
        if link.expires_at <= self.now {
            return Response::of_text(410, "Gone");
        }
        match self.content(&link.view, &link.id) {
            Ok((_, file)) => Response::of_bytes(&file.data, request.get("range")),
            Err(_) => Response::of_text(404, "Not found"),
        }
    }
}
