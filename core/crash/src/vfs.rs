//! A file system of SQLite's on a simulated disk: the one place with unsafe code.
//!
//! SQLite calls the functions below with pointers that it got from here.
//! A [`Machine`] owns the disk and the registration, and must outlive every connection opened by its name.

use core::ffi::{CStr, c_char, c_int, c_void};
use core::mem::size_of;
use core::ptr;
use core::slice;
use std::ffi::CString;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::ffi;

use crate::{Disk, Trouble};

/// A registered file system on a disk of its own.
#[derive(Debug)]
pub struct Machine {
    name: CString,
    vfs: *mut ffi::sqlite3_vfs,
    disk: *mut Mutex<Disk>,
}

// SAFETY: what the pointers lead to is on the heap, changes only behind the mutex, and goes with this value.
unsafe impl Send for Machine {}
// SAFETY: as for `Send`.
unsafe impl Sync for Machine {}

impl Machine {
    /// Registers a file system on a disk.
    #[must_use]
    pub fn new(disk: Disk) -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let name = format!("cowrite-crash-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let name = CString::new(name).unwrap_or_default();
        let disk = Box::into_raw(Box::new(Mutex::new(disk)));
        let vfs = Box::into_raw(Box::new(vfs(&name, disk)));
        // SAFETY: `vfs` is whole and stays where it is until it is unregistered.
        unsafe { ffi::sqlite3_vfs_register(vfs, 0) };
        Self { name, vfs, disk }
    }

    /// Returns the name by which SQLite knows the file system.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.to_str().unwrap_or_default()
    }

    /// Returns the disk.
    pub fn disk(&self) -> MutexGuard<'_, Disk> {
        // SAFETY: `disk` is freed only when this value is dropped.
        let disk = unsafe { &*self.disk };
        disk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        // SAFETY: it was registered by `new`, and no connection is open on it any more.
        unsafe { ffi::sqlite3_vfs_unregister(self.vfs) };
        // SAFETY: it came from `Box::into_raw`, and SQLite has let go of it.
        drop(unsafe { Box::from_raw(self.vfs) });
        // SAFETY: it came from `Box::into_raw`, and only the file system had it.
        drop(unsafe { Box::from_raw(self.disk) });
    }
}

/// A file as SQLite holds it: its own part first.
#[repr(C)]
struct OpenFile {
    base: ffi::sqlite3_file,
    disk: *const Mutex<Disk>,
    name: *mut String,
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 1,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(lock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: None,
    xShmLock: None,
    xShmBarrier: None,
    xShmUnmap: None,
    xFetch: None,
    xUnfetch: None,
};

fn vfs(name: &CStr, disk: *mut Mutex<Disk>) -> ffi::sqlite3_vfs {
    ffi::sqlite3_vfs {
        iVersion: 1,
        szOsFile: c_int::try_from(size_of::<OpenFile>()).unwrap_or(c_int::MAX),
        mxPathname: 256,
        pNext: ptr::null_mut(),
        zName: name.as_ptr(),
        pAppData: disk.cast(),
        xOpen: Some(open),
        xDelete: Some(delete),
        xAccess: Some(access),
        xFullPathname: Some(full_pathname),
        xDlOpen: None,
        xDlError: None,
        xDlSym: None,
        xDlClose: None,
        xRandomness: Some(randomness),
        xSleep: Some(sleep),
        xCurrentTime: Some(current_time),
        xGetLastError: Some(last_error),
        xCurrentTimeInt64: None,
        xSetSystemCall: None,
        xGetSystemCall: None,
        xNextSystemCall: None,
    }
}

/// Returns the disk and name of an open file.
///
/// # Safety
/// `file` must have been filled in by [`open`] and not been closed.
unsafe fn opened<'a>(file: *mut ffi::sqlite3_file) -> (MutexGuard<'a, Disk>, &'a str) {
    // SAFETY: the caller says that `open` made it, so it is an `OpenFile`.
    let file = unsafe { &*file.cast::<OpenFile>() };
    // SAFETY: the machine that owns the disk outlives its files.
    let disk = unsafe { &*file.disk };
    // SAFETY: the name is freed only by `close`.
    let name = unsafe { &*file.name };
    (disk.lock().unwrap_or_else(PoisonError::into_inner), name)
}

/// Returns the disk of a file system.
///
/// # Safety
/// `vfs` must be one that a [`Machine`] has registered.
unsafe fn disk_of<'a>(vfs: *mut ffi::sqlite3_vfs) -> MutexGuard<'a, Disk> {
    // SAFETY: the caller says that it is registered, so it has not been freed.
    let data = unsafe { (*vfs).pAppData };
    // SAFETY: `Machine::new` put the disk there, which outlives the file system.
    let disk = unsafe { &*data.cast::<Mutex<Disk>>() };
    disk.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns a path as text.
///
/// # Safety
/// `path` must be null or end with a zero byte.
unsafe fn text(path: *const c_char) -> String {
    if path.is_null() {
        return "temporary".to_owned();
    }
    // SAFETY: the caller says so.
    let path = unsafe { CStr::from_ptr(path) };
    path.to_string_lossy().into_owned()
}

/// Puts an outcome into SQLite's words, `otherwise` for a broken disk.
fn code(outcome: Result<(), Trouble>, otherwise: c_int) -> c_int {
    match outcome {
        Ok(()) => ffi::SQLITE_OK,
        Err(Trouble::Full) => ffi::SQLITE_FULL,
        Err(Trouble::Broken) => otherwise,
    }
}

fn number(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    path: *const c_char,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives a path or null.
    let name = unsafe { text(path) };
    // SAFETY: SQLite calls this with the file system that it was registered with.
    let mut disk = unsafe { disk_of(vfs) };
    let outcome = disk.open(&name);
    // SAFETY: as above; the file system is registered.
    let data = unsafe { (*vfs).pAppData };
    // Without methods SQLite knows that the file was not opened and needs no closing.
    let methods = if outcome.is_ok() { ptr::from_ref(&METHODS) } else { ptr::null() };
    let name = if outcome.is_ok() { Box::into_raw(Box::new(name)) } else { ptr::null_mut() };
    let opened = OpenFile { base: ffi::sqlite3_file { pMethods: methods }, disk: data.cast(), name };
    // SAFETY: SQLite gives room for `szOsFile` bytes, aligned for any type.
    unsafe { file.cast::<OpenFile>().write(opened) };
    if !out_flags.is_null() {
        // SAFETY: it is not null, and SQLite's to be written to.
        unsafe { out_flags.write(flags) };
    }
    code(outcome, ffi::SQLITE_CANTOPEN)
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: SQLite closes what `open` made, once.
    let file = unsafe { &*file.cast::<OpenFile>() };
    // SAFETY: the name came from `Box::into_raw`, and nobody has it after this.
    drop(unsafe { Box::from_raw(file.name) });
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, into: *mut c_void, count: c_int, at: i64) -> c_int {
    // SAFETY: SQLite gives a buffer of `count` bytes.
    let into = unsafe { slice::from_raw_parts_mut(into.cast::<u8>(), number(count.into())) };
    // What is past the end of a file reads as zeros.
    into.fill(0);
    // SAFETY: SQLite reads from what `open` made.
    let (mut disk, name) = unsafe { opened(file) };
    match disk.read(name, number(at), into) {
        Ok(there) if there == into.len() => ffi::SQLITE_OK,
        Ok(_) => ffi::SQLITE_IOERR_SHORT_READ,
        Err(_) => ffi::SQLITE_IOERR_READ,
    }
}

unsafe extern "C" fn write(file: *mut ffi::sqlite3_file, from: *const c_void, count: c_int, at: i64) -> c_int {
    // SAFETY: SQLite gives a buffer of `count` bytes.
    let from = unsafe { slice::from_raw_parts(from.cast::<u8>(), number(count.into())) };
    // SAFETY: SQLite writes to what `open` made.
    let (mut disk, name) = unsafe { opened(file) };
    code(disk.write(name, number(at), from), ffi::SQLITE_IOERR_WRITE)
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    // SAFETY: SQLite cuts off what `open` made.
    let (mut disk, name) = unsafe { opened(file) };
    code(disk.resize(name, number(size)), ffi::SQLITE_IOERR_TRUNCATE)
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _how: c_int) -> c_int {
    // SAFETY: SQLite syncs what `open` made.
    let (mut disk, name) = unsafe { opened(file) };
    code(disk.sync(name), ffi::SQLITE_IOERR_FSYNC)
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, size: *mut i64) -> c_int {
    // SAFETY: SQLite asks of what `open` made.
    let (disk, name) = unsafe { opened(file) };
    let found = disk.size(name);
    // SAFETY: SQLite gives a place for the answer.
    unsafe { size.write(i64::try_from(found.unwrap_or_default()).unwrap_or(i64::MAX)) };
    code(found.map(|_| ()), ffi::SQLITE_IOERR_FSTAT)
}

// One process, one connection: nobody else asks for a lock.
unsafe extern "C" fn lock(_file: *mut ffi::sqlite3_file, _level: c_int) -> c_int {
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved_lock(_file: *mut ffi::sqlite3_file, is_locked: *mut c_int) -> c_int {
    // SAFETY: SQLite gives a place for the answer.
    unsafe { is_locked.write(0) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_control(_file: *mut ffi::sqlite3_file, _what: c_int, _with: *mut c_void) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_file: *mut ffi::sqlite3_file) -> c_int {
    512
}

unsafe extern "C" fn device_characteristics(_file: *mut ffi::sqlite3_file) -> c_int {
    0
}

unsafe extern "C" fn delete(vfs: *mut ffi::sqlite3_vfs, path: *const c_char, sync_directory: c_int) -> c_int {
    // SAFETY: SQLite gives a path.
    let name = unsafe { text(path) };
    // SAFETY: SQLite calls this with the file system that it was registered with.
    let mut disk = unsafe { disk_of(vfs) };
    code(disk.remove(&name, sync_directory != 0), ffi::SQLITE_IOERR_DELETE)
}

unsafe extern "C" fn access(
    vfs: *mut ffi::sqlite3_vfs,
    path: *const c_char,
    _how: c_int,
    is_there: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives a path.
    let name = unsafe { text(path) };
    // SAFETY: SQLite calls this with the file system that it was registered with.
    let disk = unsafe { disk_of(vfs) };
    // As SQLite's own file systems do, an empty file counts as none.
    let found = disk.has(&name) && disk.size(&name).is_ok_and(|size| size > 0);
    // SAFETY: SQLite gives a place for the answer.
    unsafe { is_there.write(c_int::from(found)) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn full_pathname(
    _vfs: *mut ffi::sqlite3_vfs,
    path: *const c_char,
    room: c_int,
    into: *mut c_char,
) -> c_int {
    // SAFETY: SQLite gives a path.
    let path = unsafe { CStr::from_ptr(path) };
    let bytes = path.to_bytes_with_nul();
    if bytes.len() > number(room.into()) {
        return ffi::SQLITE_CANTOPEN;
    }
    // SAFETY: there is room for `room` bytes, which is enough, and what SQLite gives does not overlap.
    unsafe { ptr::copy_nonoverlapping(bytes.as_ptr().cast(), into, bytes.len()) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn randomness(_vfs: *mut ffi::sqlite3_vfs, count: c_int, into: *mut c_char) -> c_int {
    // SAFETY: SQLite gives a buffer of `count` bytes.
    let into = unsafe { slice::from_raw_parts_mut(into.cast::<u8>(), number(count.into())) };
    // The same on every run, so that a seed gives the same crash again.
    into.fill(7);
    count
}

unsafe extern "C" fn sleep(_vfs: *mut ffi::sqlite3_vfs, microseconds: c_int) -> c_int {
    microseconds
}

unsafe extern "C" fn current_time(_vfs: *mut ffi::sqlite3_vfs, now: *mut f64) -> c_int {
    // SAFETY: SQLite gives a place for the answer.
    unsafe { now.write(2_460_000.5) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn last_error(_vfs: *mut ffi::sqlite3_vfs, _room: c_int, _into: *mut c_char) -> c_int {
    0
}
