//! Profiles in every form that platforms show, and what is none.

use super::*;
use proptest::prelude::*;

/// URL, platform, name.
const URLS: &[(&str, &str, &str)] = &[
    ("https://github.com/Octocat", "github", "octocat"),
    ("github.com/octocat/", "github", "octocat"),
    ("https://github.com/octocat/hello-world?tab=readme", "github", "octocat"),
    ("http://www.github.com/octo-cat", "github", "octo-cat"),
    ("https://x.com/jack", "x", "jack"),
    ("https://twitter.com/Jack/status/20", "x", "jack"),
    ("https://mobile.twitter.com/jack", "x", "jack"),
    ("https://bsky.app/profile/bsky.app", "bluesky", "bsky.app"),
    ("https://bsky.app/profile/asha.bsky.social/post/3k", "bluesky", "asha.bsky.social"),
    ("https://www.instagram.com/asha.verma_1/", "instagram", "asha.verma_1"),
    ("https://instagram.com/asha?igshid=x", "instagram", "asha"),
    ("https://www.linkedin.com/in/asha-verma-12b345", "linkedin", "asha-verma-12b345"),
    ("https://in.linkedin.com/in/asha-verma", "linkedin", "asha-verma"),
    ("https://www.linkedin.com/in/andr%C3%A9-m", "linkedin", "andré-m"),
    ("https://www.linkedin.com/company/gulf-traders/", "linkedin_company", "gulf-traders"),
    ("https://www.facebook.com/asha.verma.90", "facebook", "asha.verma.90"),
    ("https://m.facebook.com/ashaverma", "facebook", "ashaverma"),
    ("https://www.tiktok.com/@asha.verma", "tiktok", "asha.verma"),
    ("https://www.youtube.com/@AshaVerma", "youtube", "ashaverma"),
    ("https://youtube.com/c/ashaverma", "youtube", "ashaverma"),
    ("https://www.youtube.com/channel/UC_x5XG1OV2P6uZZ5FSM9Ttw", "youtube_channel", "UC_x5XG1OV2P6uZZ5FSM9Ttw"),
    ("https://www.reddit.com/user/asha_verma/", "reddit", "asha_verma"),
    ("https://old.reddit.com/u/asha-verma", "reddit", "asha-verma"),
    ("https://t.me/asha_verma", "telegram", "asha_verma"),
    ("https://t.me/s/asha_verma", "telegram", "asha_verma"),
    ("https://www.threads.net/@asha", "threads", "asha"),
    ("https://medium.com/@asha", "medium", "asha"),
    ("https://gitlab.com/asha", "gitlab", "asha"),
    ("https://www.pinterest.com/ashaverma/", "pinterest", "ashaverma"),
    ("https://www.snapchat.com/add/asha-verma", "snapchat", "asha-verma"),
    ("https://www.twitch.tv/ashaverma", "twitch", "ashaverma"),
    ("https://stackoverflow.com/users/22656/jon-skeet", "stackoverflow", "22656"),
    ("https://keybase.io/asha", "keybase", "asha"),
    ("https://news.ycombinator.com/user?id=pg", "hackernews", "pg"),
    ("https://mastodon.social/@Gargron", "mastodon", "gargron@mastodon.social"),
    ("https://mastodon.social/@asha@fosstodon.org", "mastodon", "asha@fosstodon.org"),
];

/// What is written in place of a name, the platform said apart, platform, name.
const HANDLES: &[(&str, Option<&str>, &str, &str)] = &[
    ("@Octocat", Some("github"), "github", "octocat"),
    ("octocat", Some("GitHub"), "github", "octocat"),
    ("github:octocat", None, "github", "octocat"),
    ("github: @octocat", None, "github", "octocat"),
    ("twitter:@jack", None, "x", "jack"),
    ("@jack", Some("X"), "x", "jack"),
    ("asha.bsky.social", None, "bluesky", "asha.bsky.social"),
    ("@asha.bsky.social", None, "bluesky", "asha.bsky.social"),
    ("bsky:asha.example.org", None, "bluesky", "asha.example.org"),
    ("@asha@fosstodon.org", None, "mastodon", "asha@fosstodon.org"),
    ("asha@mastodon.social", Some("mastodon"), "mastodon", "asha@mastodon.social"),
    ("github.com/octocat", None, "github", "octocat"),
    ("https://github.com/octocat", None, "github", "octocat"),
    ("ig:asha.verma", None, "instagram", "asha.verma"),
    ("insta:@asha.verma", None, "instagram", "asha.verma"),
    ("Instagram: Asha.Verma", None, "instagram", "asha.verma"),
    ("tiktok:@asha.verma", None, "tiktok", "asha.verma"),
    ("@AshaVerma", Some("YouTube"), "youtube", "ashaverma"),
    ("linkedin:asha-verma-12b345", None, "linkedin", "asha-verma-12b345"),
    ("@asha_verma", Some("Telegram"), "telegram", "asha_verma"),
    ("facebook:asha.verma.90", None, "facebook", "asha.verma.90"),
    ("reddit:asha-verma", None, "reddit", "asha-verma"),
    ("@asha", Some("threads"), "threads", "asha"),
    ("medium:@asha", None, "medium", "asha"),
    ("gitlab:asha", None, "gitlab", "asha"),
    ("asha", Some("keybase"), "keybase", "asha"),
    ("pg", Some("hackernews"), "hackernews", "pg"),
    ("22656", Some("stackoverflow"), "stackoverflow", "22656"),
    ("ashaverma", Some("twitch"), "twitch", "ashaverma"),
    ("ashaverma", Some("pinterest"), "pinterest", "ashaverma"),
    ("asha-verma", Some("snapchat"), "snapchat", "asha-verma"),
];

/// Text, the platform said apart, and what the error says.
const BROKEN: &[(&str, Option<&str>, &str)] = &[
    ("@octocat", None, "platform is not given"),
    ("octocat", None, "platform is not given"),
    ("", None, "platform is not given"),
    ("octocat", Some("myspace"), "none that is known"),
    ("nowhere:octocat", None, "none that is known"),
    ("", Some("github"), "from 1 to 39"),
    ("-octocat", Some("github"), "built like that"),
    ("octocat-", Some("github"), "built like that"),
    ("octo--cat", Some("github"), "built like that"),
    ("octo_cat", Some("github"), "Character 5"),
    ("octo cat", Some("github"), "Character 5"),
    ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Some("github"), "this has 40"),
    ("settings", Some("github"), "a page of github"),
    ("https://github.com/features", None, "a page of github"),
    ("https://github.com/", None, "no profile"),
    ("https://x.com/home", None, "a page of x"),
    ("aaaaaaaaaaaaaaaa", Some("x"), "from 1 to 15"),
    ("ja-ck", Some("x"), "Character 3"),
    ("asha", Some("bluesky"), "built like that"),
    (".asha", Some("instagram"), "built like that"),
    ("as..ha", Some("instagram"), "built like that"),
    ("https://www.instagram.com/p/Cx1", None, "a page of instagram"),
    ("asha", Some("telegram"), "from 5 to 32"),
    ("1asha_verma", Some("telegram"), "built like that"),
    ("asha", Some("mastodon"), "holds its server"),
    ("@asha@nowhere", None, "no server"),
    ("asha@", Some("mastodon"), "no server"),
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", None, "no profile"),
    ("https://example.org/asha", None, "no profile"),
    ("https://www.reddit.com/r/dubai", None, "no profile"),
    ("jon-skeet", Some("stackoverflow"), "Character 4"),
    ("http://127.0.0.1/@asha", None, "address"),
    ("octo\u{200b}cat", Some("github"), "Character 5"),
    ("осtocat", Some("github"), "Character 1"),
];

#[test]
fn profiles_are_read_out_of_urls() {
    for (url, platform, name) in URLS {
        let profile = Profile::of_url(url).unwrap_or_else(|why| panic!("{url}: {why}"));
        assert_eq!((profile.platform(), profile.handle().as_str()), (*platform, *name), "{url}");
        assert_eq!(Profile::of_url(&profile.url()), Ok(profile), "{url}");
    }
}

#[test]
fn profiles_are_read_out_of_names() {
    for (text, said, platform, name) in HANDLES {
        let profile = Profile::of_handle(text, *said).unwrap_or_else(|why| panic!("{text}: {why}"));
        assert_eq!((profile.platform(), profile.handle().as_str()), (*platform, *name), "{text}");
    }
}

#[test]
fn what_can_be_no_profile_is_refused() {
    for (text, said, why) in BROKEN {
        let error = Profile::of_handle(text, *said).expect_err(text);
        assert!(error.contains(why), "{text}: {error}");
        assert!(!error.contains("octocat"), "{error}");
    }
}

proptest! {
    #[test]
    fn no_text_is_too_much(text in any::<String>(), name in "[@a-zA-Z0-9._%é-]{1,40}", index in 0..super::platform::PLATFORMS.len()) {
        let platform = super::platform::PLATFORMS[index].word;
        for profile in [Profile::of_url(&text), Profile::of_handle(&text, None), Profile::of_handle(&name, Some(platform))].into_iter().flatten() {
            prop_assert_eq!(Profile::of_handle(&profile.handle(), Some(profile.platform())), Ok(profile.clone()));
            prop_assert_eq!(Profile::of_url(&profile.url()).map(|again| again.handle()), Ok(profile.handle()));
        }
    }
}
