//! The rules, pure: no clock, no randomness, no input or output, nothing asynchronous.
//!
//! A verb reads a [`draft::Draft`], refuses or records events; applying events cannot fail.
//! The rooms, each with its rules as a list at its head:
//!
//! | room | holds |
//! |---|---|
//! | [`access`] | levels, standings, the nearest decision, the table of actions, the witness |
//! | [`split`], [`shares`] | percentages, ledgers, even splits, proposals |
//! | [`person`], [`track`], [`details`], [`group`], [`moving`] | the nouns and what happens to them |
//! | [`roster`], [`credit`], [`invitation`], [`members`], [`ending`], [`ownership`] | who is on a scope, how they come and go |
//! | [`explanation`], [`past`] | why somebody has access, and what the rules gave at an instant |
//! | [`share_link`], [`link_terms`], [`linking`], [`visit`], [`link_analytics`], [`sharing_method`], [`comment`], [`import`], [`suggestions`], [`public_page`], [`page_profile`], [`library`], [`folder`], [`folder_members`], [`ticket`], [`notification`] | what is shared with the outside, and the daily library |
//! | [`document`], [`item`] | how these are kept: versioned one by one, or only ever added |
//! | [`file`](mod@file) | kinds of files, the preview, names that cannot mean another place |
//! | [`slice`](mod@slice), [`draft`], [`effect`] | what a decision is made on, and what becomes of it |

pub mod access;
pub mod comment;
pub mod credit;
pub mod details;
pub mod document;
pub mod draft;
pub mod effect;
pub mod ending;
pub mod explanation;
pub mod file;
pub mod file_news;
pub mod folder;
pub mod folder_members;
pub mod folder_place;
pub mod following;
pub mod group;
pub mod import;
pub mod import_files;
pub mod invitation;
pub mod item;
pub mod known_files;
pub mod library;
pub mod link_analytics;
pub mod link_terms;
pub mod linking;
pub mod members;
pub mod moving;
pub mod notification;
pub mod ownership;
pub mod page_profile;
pub mod past;
pub mod person;
pub mod public_page;
pub mod roster;
pub mod share_link;
pub mod shares;
pub mod sharing_method;
pub mod slice;
pub mod split;
pub mod suggestions;
pub mod sync;
pub mod text;
pub mod ticket;
pub mod track;
pub mod visit;
