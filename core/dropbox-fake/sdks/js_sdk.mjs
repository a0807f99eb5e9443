// Dropbox's own JavaScript SDK, unmodified, against the fake. It checks no answers, so that each is looked at here.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const { Dropbox, DropboxAuth } = createRequire(`${process.env.SDK_FOLDER}/`)('dropbox');
const domain = process.env.COWRITE_DROPBOX_FAKE;
const accounts = JSON.parse(process.env.COWRITE_DROPBOX_FAKE_ACCOUNTS);
const client = (name) => new Dropbox({ accessToken: accounts[name].access_token, domain, domainDelimiter: '' });
const olivia = client('olivia');
const ben = client('ben');
let nChecks = 0;

function same(found, wanted, what) {
  assert.deepEqual(found, wanted, what);
  nChecks += 1;
}

/** The error of a call that must be refused. */
async function refused(call, status) {
  const error = await call.then(() => assert.fail('the call was not refused'), (error) => error);
  assert.equal(error.status, status, error.message);
  return error.error;
}

async function finished(ask, async_job_id) {
  for (;;) {
    const { result } = await ask({ async_job_id });
    if (result['.tag'] !== 'in_progress') return result;
  }
}

const folder = '/Js/Träck \u{1F3B5}';
const path = `${folder}/mix.wav`;
const file = (await olivia.filesUpload({ path, contents: Buffer.from('RIFF'), mode: { '.tag': 'overwrite' } })).result;
same(file.path_display, path, 'a name beyond the BMP in a header');
same((await olivia.filesGetMetadata({ path: path.toUpperCase() })).result.id, file.id, 'case is folded');
same((await olivia.filesDownload({ path: file.id })).result.fileBinary.toString(), 'RIFF', 'a download');

let page = (await olivia.filesListFolder({ path: '/Js', recursive: true, limit: 1 })).result;
let names = page.entries.map((entry) => entry.name);
while (page.has_more) {
  page = (await olivia.filesListFolderContinue({ cursor: page.cursor })).result;
  names = names.concat(page.entries.map((entry) => entry.name));
}
same(names, ['Träck \u{1F3B5}', 'mix.wav'], 'a list in pages');
same((await olivia.filesListFolderLongpoll({ cursor: page.cursor, timeout: 30 })).result.changes, false, 'no news');

const session = (await olivia.filesUploadSessionStart({ contents: Buffer.from('ab') })).result.session_id;
const cursor = (offset) => ({ session_id: session, offset });
await olivia.filesUploadSessionAppendV2({ cursor: cursor(2), contents: Buffer.from('cd') });
const stems = '/Js/\u{1F3B8} stems.zip';
const pieces = { cursor: cursor(5), commit: { path: stems, mode: { '.tag': 'add' } }, contents: Buffer.from('e') };
const offset = await refused(olivia.filesUploadSessionFinish(pieces), 409);
same(offset.error.lookup_failed.correct_offset, 4, 'where a session goes on');
const whole = (await olivia.filesUploadSessionFinish({ ...pieces, cursor: cursor(4) })).result;
same([whole.size, whole.path_display], [5, stems], 'a file in pieces');

const shared = (await olivia.sharingShareFolder({ path: folder })).result;
same(shared['.tag'], 'complete', 'a folder is shared at once');
const { shared_folder_id } = shared;
const twice = await refused(olivia.sharingShareFolder({ path: folder }), 409);
same(twice.error.bad_path.shared_folder_id, shared_folder_id, 'already shared');
const member = { '.tag': 'email', email: 'ben@example.com' };
const members = [{ member, access_level: { '.tag': 'editor' } }];
await olivia.sharingAddFolderMember({ shared_folder_id, members, quiet: true });
const { invitees } = (await olivia.sharingListFolderMembers({ shared_folder_id })).result;
same(invitees.map((one) => one.invitee.email), ['ben@example.com'], 'invited');
same((await ben.sharingMountFolder({ shared_folder_id })).result.path_lower, '/träck \u{1F3B5}', 'mounted');
const { async_job_id } = (await olivia.sharingRemoveFolderMember({ shared_folder_id, member, leave_a_copy: false })).result;
const status = await finished((job) => olivia.sharingCheckRemoveMemberJobStatus(job), async_job_id);
same(status, { '.tag': 'complete' }, 'removed');
const stranger = await refused(ben.sharingListFolderMembers({ shared_folder_id }), 409);
same(stranger.error['.tag'], 'not_a_member', 'not a member');

const { link } = (await olivia.filesGetTemporaryLink({ path: file.id })).result;
same(await (await fetch(link)).text(), 'RIFF', 'a temporary link');
await olivia.filesUpload({ path: '/Js/cover.jpg', contents: Buffer.from('any picture') });
const resource = { '.tag': 'path', path: '/Js/cover.jpg' };
const thumbnail = (await olivia.filesGetThumbnailV2({ resource })).result;
same(thumbnail.fileBinary.subarray(0, 3).toString('hex'), 'ffd8ff', 'a thumbnail');

const stale = new Dropbox({ accessToken: 'no token', domain, domainDelimiter: '' });
same((await refused(stale.usersGetCurrentAccount(), 401)).error['.tag'], 'invalid_access_token', 'a token that is none');
// With a domain of one's own the SDK asks for tokens at `api-{domain}`, which no certificate is for: the address is put right here.
const auth = new DropboxAuth({
  clientId: accounts.app_key,
  refreshToken: accounts.olivia.refresh_token,
  fetch: (url, options) => fetch(url.replace('https://api.dropboxapi.com', `https://${domain}/api`), options),
});
await auth.refreshAccessToken(['account_info.read']);
const narrowed = new Dropbox({ accessToken: auth.getAccessToken(), domain, domainDelimiter: '' });
same((await narrowed.usersGetCurrentAccount()).result.email, 'olivia@example.com', 'a refreshed token');
const scope = await refused(narrowed.filesListFolder({ path: '' }), 401);
same(scope.error.required_scope, 'files.metadata.read', 'a scope that is not there');

console.log(`Dropbox's JavaScript SDK: ${nChecks} checks`);
