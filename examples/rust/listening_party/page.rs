//! A public page: nothing before it is published, published facts only while it is, nothing after.

use cowrite::{PageUpdate, PublicPageView, Stage, TrackId, TrackUpdate};

use super::party::{Party, TITLE};
use super::teller::{Teller, Told};

/// Where the page is.
const SLUG: &str = "olivia-park";

/// What Alex says of the track among collaborators.
const COMMENT: &str = "The second verse drags";

/// Has Olivia publish her page with one track that is published and one that is not, and take it back.
///
/// # Errors
/// Where it comes out otherwise.
pub(crate) async fn published(party: &Party, sketch: TrackId, teller: &mut Teller<'_>) -> Told {
    teller.scene("Olivia's public page")?;
    let (olivia, visitor) = (&party.olivia, party.workspace.visitor());
    teller.refused("Before there is one", visitor.public_page(SLUG).await, "not_found")?;

    let update = PageUpdate::new().slug(SLUG).name("Olivia Park").bio(Some("Songs for late hours"));
    olivia.update_public_page(update.link("Music", "https://olivia.example")).await?;
    olivia.add_to_public_page(party.track, "Singles").await?;
    olivia.add_to_public_page(sketch, "Soon").await?;
    let published = olivia.update_track(party.track, TrackUpdate::new().stage(Stage::Published)).await?;
    party.alex.add_comment(party.track, COMMENT).await?;
    teller.refused("Filled, but not published", visitor.public_page(SLUG).await, "not_found")?;

    olivia.publish_public_page().await?;
    let page = visitor.public_page(SLUG).await?;
    let titles: Vec<&str> =
        page.sections.iter().flat_map(|part| &part.tracks).map(|track| track.title.as_str()).collect();
    let holds = published.warnings.is_empty() && titles == [TITLE] && page.sections.len() == 1;
    teller.say(holds, format!("Published, at /{}: {}, “{}”", page.slug, page.name, titles.join("”, “")))?;
    teller.say(
        tells_no_more(&page),
        "It says nothing of Alex, of comments and addresses, or of the sketch under “Soon”",
    )?;

    let before = olivia.public_page().await?;
    let after = olivia.unpublish_public_page().await?;
    teller.refused("Unpublished", visitor.public_page(SLUG).await, "not_found")?;
    let is_kept = !after.published && after.sections == before.sections && after.slug == before.slug;
    teller.say(is_kept, "Olivia still has it as it was, to publish again")
}

/// Returns whether nothing on the page is what only collaborators know.
fn tells_no_more(page: &PublicPageView) -> bool {
    // What is printed for programmers shows every field, those too that a later version adds.
    let all = format!("{page:?}");
    ["Alex", "example.com", COMMENT, "Sketch", "Soon"].iter().all(|private| !all.contains(private))
}
