"""The words of the desk's pages, by the names that their templates use."""

from __future__ import annotations

from warta.messages import Message, msg

WORDS: dict[str, Message] = {
    # around every page
    "desk": msg("desk", "Newsroom desk"),
    "skip": msg("desk-skip", "Skip to the content"),
    "main_menu": msg("desk-main-menu", "Main"),
    "releases": msg("desk-releases", "Releases"),
    "publications": msg("desk-publications", "Publications"),
    "whole_site": msg("desk-whole-site", "Preview of the site"),
    "leave": msg("desk-leave", "Leave"),
    "back_to_list": msg("desk-back-to-list", "All releases"),
    "back_to_form": msg("desk-back-to-form", "Back to the release"),
    "cancel": msg("desk-cancel", "Cancel"),
    "continue": msg("desk-continue", "Continue"),
    # the list
    "write": msg("desk-write", "Write a release"),
    "today": msg("desk-today", "Today"),
    "search": msg("desk-search", "Search"),
    "search_releases": msg("desk-search-releases", "Search releases"),
    "search_hint": msg("desk-search-hint", "Title, category, region"),
    "states": msg("desk-states", "States"),
    "nothing_here": msg("desk-nothing-here", "No release here."),
    "no_release_yet": msg("desk-no-release-yet", "There is no release yet. Write the first one."),
    "older": msg("desk-older", "Older"),
    "newer": msg("desk-newer", "Newer"),
    "without_title": msg("desk-without-title", "Without a title"),
    "waiting_title": msg("desk-waiting-title", "Waiting for you"),
    "nothing_waits": msg("desk-nothing-waits", "Nothing waits."),
    "live_same": msg("desk-live-same", "The site shows what was written"),
    "live_differs": msg("desk-live-differs", "The site does not show everything yet"),
    "live_never": msg("desk-live-never", "Nothing was published from this desk yet"),
    "live_held": msg("desk-live-held", "The site was brought back to an earlier publication"),
    "held_hint": msg("desk-held-hint", "Nothing is published by itself until you publish again."),
    "broken": msg("desk-broken", "The site cannot be built"),
    "unreadable": msg("desk-unreadable", "Files that cannot be read"),
    "journal_broken": msg("desk-journal-broken", "The journal was changed by somebody"),
    # the form
    "writing": msg("desk-writing", "Writing a release"),
    "history": msg("desk-history", "History"),
    "body": msg("desk-body", "Text"),
    "tools": msg("desk-tools", "Shape of the text"),
    "bold": msg("desk-bold", "Bold"),
    "italic": msg("desk-italic", "Italic"),
    "heading": msg("desk-heading", "Heading"),
    "list": msg("desk-list", "List"),
    "quote": msg("desk-quote", "Quotation"),
    "link": msg("desk-link", "Link"),
    "link_ask": msg("desk-link-ask", "Address of the link"),
    "from_word": msg("desk-from-word", "Text from a Word document"),
    "from_word_hint": msg("desk-from-word-hint", "Its text is put below what stands here."),
    "letters": msg("desk-letters", "letters"),
    "found_none": msg("desk-found-none", "The desk editor has found nothing."),
    "found": msg("desk-found", "What the desk editor found"),
    "show": msg("desk-show", "Show it"),
    "must": msg("desk-must", "Must be mended"),
    "errors": msg("desk-errors", "This has to be mended first"),
    "preview": msg("desk-preview", "Preview"),
    "width": msg("desk-width", "Width of the preview"),
    "phone": msg("desk-phone", "Phone"),
    "wide": msg("desk-wide", "Wide screen"),
    "frame": msg("desk-frame", "The release as readers see it"),
    "save": msg("desk-save", "Save"),
    "publish_to": msg("desk-publish-to", "Publish \u2026"),
    "publish_changes": msg("desk-publish-changes", "Publish the changes \u2026"),
    "kept_none": msg("desk-kept-none", "Not saved yet."),
    "kept": msg("desk-kept", "Saved"),
    "kept_typing": msg("desk-kept-typing", "Your typing is kept"),
    "kept_lost": msg("desk-kept-lost", "The desk does not answer. Your typing is kept in this browser."),
    "kept_ended": msg("desk-kept-ended", "You are not let in any more. Your typing is kept in this browser."),
    "typing_note": msg("desk-typing-note", "This is your typing that was not saved yet."),
    "typing_drop": msg("desk-typing-drop", "Discard it"),
    "proposal_note": msg(
        "desk-proposal-note", "These changes are not published yet. Readers see the text from before."
    ),
    "proposal_drop": msg("desk-proposal-drop", "Discard the changes"),
    "clash_note": msg(
        "desk-clash-note",
        "Somebody else changed the same while you were writing. Nothing was lost: your words stand in the "
        "form, theirs stand here. Join them, and save again.",
    ),
    "clash_unknown": msg(
        "desk-clash-unknown",
        "The file was changed meanwhile, and the version you began with is not known here. Compare both texts "
        "before you save.",
    ),
    "clash_mine": msg("desk-clash-mine", "Yours"),
    "clash_theirs": msg("desk-clash-theirs", "Theirs"),
    "removed_note": msg(
        "desk-removed-note",
        "The file of this release was moved or deleted. What you wrote stands below: continue, and it is a new "
        "release.",
    ),
    "kept_keys": msg("desk-kept-keys", "What this form does not change"),
    "kept_keys_hint": msg("desk-kept-keys-hint", "It stands in the file, and stays as it is."),
    "photo_file": msg("desk-photo-file", "Photo"),
    "photo_hint": msg(
        "desk-photo-hint",
        "It is turned upright, made smaller, and freed of the place where it was taken before it is stored.",
    ),
    "photo_choose": msg("desk-photo-choose", "Choose a photo"),
    "photo_more": msg("desk-photo-more", "Add photos"),
    "file_choose": msg("desk-file-choose", "Add a PDF or an Office document"),
    "alt": msg("desk-alt", "What can be seen in the photo"),
    "alt_hint": msg("desk-alt-hint", "It is read out to those who cannot see it."),
    "decorative": msg("desk-decorative", "It is decoration, and says nothing"),
    "caption": msg("desk-caption", "Caption"),
    "focus": msg("desk-focus", "What must stay in sight where the photo is cropped"),
    "focus_hint": msg("desk-focus-hint", "Cards in WhatsApp and on other sites show it in another shape."),
    "focus_pick": msg("desk-focus-pick", "Click on what must stay in sight, or move the point with the arrow keys."),
    "focus_card": msg("desk-focus-card", "As a card"),
    "focus_middle": msg("desk-focus-middle", "The middle"),
    "credit": msg("desk-credit", "Credit"),
    "licence": msg("desk-licence", "Licence"),
    "file": msg("desk-file", "File"),
    "remove": msg("desk-remove", "Remove"),
    "day": msg("desk-day", "Day"),
    "time": msg("desk-time", "Time"),
    "none": msg("desk-none", "None"),
    "site_language": msg("desk-site-language", "That of the site"),
    "region_find": msg("desk-region-find", "Find a region"),
    "region_add": msg("desk-region-add", "Add"),
    "ai_text": msg("desk-ai-text", "The text"),
    "ai_image": msg("desk-ai-image", "The photo"),
    "ai_tool": msg("desk-ai-tool", "With which program"),
    "name": msg("desk-name", "Name"),
    "role": msg("desk-role", "Position"),
    "phone_number": msg("desk-phone-number", "Telephone"),
    "whatsapp": msg("desk-whatsapp", "WhatsApp"),
    "email": msg("desk-email", "E-mail"),
    "hours": msg("desk-hours", "Hours"),
    "empty": msg("desk-empty", "empty"),
    "for_press": msg("desk-for-press", "For the press"),
    "press_files": msg("desk-press-files", "To hand out"),
    "press_off": msg("desk-press-off", "More is made for the press once this line stands in config.yaml:"),
    "not_public_yet": msg("desk-not-public-yet", "Readers do not see the release yet: send this when they do."),
    "locked": msg("desk-locked", "A preview for journalists"),
    "locked_hint": msg(
        "desk-locked-hint", "A page that opens with a passphrase alone, for who may read the release before everybody."
    ),
    "locked_do": msg("desk-locked-do", "Make the locked page"),
    "locked_made": msg("desk-locked-made", "The locked page is made"),
    "locked_folder": msg("desk-locked-folder", "Folder"),
    "passphrase": msg("desk-passphrase", "Passphrase"),
    "locked_next": msg(
        "desk-locked-next",
        "Put the folder on a host with https, and send its address and the passphrase by two different ways. The "
        "passphrase is shown here once.",
    ),
    "embargo_ends": msg("desk-embargo-ends", "The embargo ends:"),
    "translate": msg("desk-translate", "Translate"),
    "translate_hint": msg("desk-translate-hint", "A new draft beside this one, with its words to be written over."),
    "more_steps": msg("desk-more-steps", "More about this release"),
    "correct": msg("desk-correct", "Correct it"),
    "withdraw": msg("desk-withdraw", "Withdraw it"),
    "undo_correction": msg("desk-undo-correction", "Take back the last correction"),
    "undo_withdrawal": msg("desk-undo-withdrawal", "Take back the withdrawal"),
    # publishing
    "publish_title": msg("desk-publish-title", "Publish this release?"),
    "publish_changes_title": msg("desk-publish-changes-title", "Publish these changes?"),
    "when": msg("desk-when", "When"),
    "when_now": msg("desk-when-now", "Now"),
    "when_now_hint": msg("desk-when-now-hint", "It bears the time of this minute."),
    "when_as_written": msg("desk-when-as-written", "As the release says"),
    "when_later": msg("desk-when-later", "At another time"),
    "when_later_hint": msg(
        "desk-when-later-hint", "It appears by itself, as long as this desk is open on a computer that is awake."
    ),
    "what_changes": msg("desk-what-changes", "What changes for readers"),
    "where": msg("desk-where", "Where it will stand"),
    "goes_out": msg("desk-goes-out", "What else goes out with it"),
    "goes_out_none": msg("desk-goes-out-none", "Nothing else."),
    "left_found": msg("desk-left-found", "What the desk editor still finds"),
    "card": msg("desk-card", "How a link to it is shown in WhatsApp"),
    "publish_now": msg("desk-publish-now", "Publish"),
    "no_target": msg(
        "desk-no-target", "No host is set yet: the finished site will lie in the folder output/ of the newsroom."
    ),
    "to_target": msg("desk-to-target", "The site goes to"),
    # publications
    "progress": msg("desk-progress", "Publishing"),
    "progress_done": msg("desk-progress-done", "Published"),
    "progress_back": msg("desk-progress-back", "The site is back"),
    "progress_broken": msg("desk-progress-broken", "It was not published"),
    "broken_build": msg(
        "desk-broken-build",
        "The site could not be built, so the release is as it was before. Readers see what they saw before.",
    ),
    "broken_deploy": msg(
        "desk-broken-deploy",
        "The release is ready, and the site did not reach the host whole. Try again: what is there already is "
        "not sent twice.",
    ),
    "broken_verify": msg(
        "desk-broken-verify",
        "The site is on the host. When it was read there, as a reader does, something was not as it should be.",
    ),
    "again": msg("desk-again", "Try again"),
    "details": msg("desk-details", "What was said"),
    "open_page": msg("desk-open-page", "Open the page"),
    "share_text": msg("desk-share-text", "Text for WhatsApp"),
    "reload": msg("desk-reload", "Load again"),
    "publish_site": msg("desk-publish-site", "Publish the site"),
    "bring_back": msg("desk-bring-back", "Bring the site back to the publication before"),
    "bring_back_hint": msg(
        "desk-bring-back-hint",
        "Readers see the site as it was then. The texts at this desk stay as they are, and nothing is "
        "published by itself until you publish again.",
    ),
    "earlier": msg("desk-earlier", "Publications"),
    "none_yet": msg("desk-none-yet", "None yet."),
    # corrections
    "correct_title": msg("desk-correct-title", "What was wrong?"),
    "kind": msg("desk-kind", "What it is"),
    "kind_typo": msg("desk-kind-typo", "A typing mistake"),
    "kind_typo_hint": msg(
        "desk-kind-typo-hint", "Mend it in the text. Readers are not told; it stands in the history."
    ),
    "kind_correction": msg("desk-kind-correction", "A correction"),
    "kind_correction_hint": msg(
        "desk-kind-correction-hint",
        "Something that was said is wrong. Readers are told what was wrong and what is right.",
    ),
    "kind_reply": msg("desk-kind-reply", "A right of reply"),
    "kind_reply_hint": msg("desk-kind-reply-hint", "Somebody whom the release is about answers it."),
    "kind_clarification": msg("desk-kind-clarification", "A clarification"),
    "kind_clarification_hint": msg(
        "desk-kind-clarification-hint", "What was said is right, and could be misunderstood."
    ),
    "correct_text": msg("desk-correct-text", "What readers are told"),
    "correct_text_hint": msg(
        "desk-correct-text-hint", "Say what was wrong and what is right, in a sentence that stands alone."
    ),
    "correct_do": msg("desk-correct-do", "Correct and publish"),
    "correct_note": msg(
        "desk-correct-note", "The text itself stays as it is. If a word in it is wrong, mend it in the form as well."
    ),
    "withdraw_title": msg("desk-withdraw-title", "Withdraw this release?"),
    "withdraw_reason": msg("desk-withdraw-reason", "Why, for readers"),
    "withdraw_reason_hint": msg(
        "desk-withdraw-reason-hint", "The press rules ask for a reason that everybody can read."
    ),
    "withdraw_goes": msg(
        "desk-withdraw-goes",
        "Its text, its photos and attachments go, and it stands in no list, feed or search any more.",
    ),
    "withdraw_stays": msg("desk-withdraw-stays", "Its address stays, with a notice and your reason."),
    "withdraw_beyond": msg(
        "desk-withdraw-beyond", "What others copied, and what was sent by mail or WhatsApp, cannot be called back."
    ),
    "withdraw_do": msg("desk-withdraw-do", "Withdraw and publish"),
    # history
    "history_title": msg("desk-history-title", "History of this release"),
    "restore": msg("desk-restore", "Make this version the newest"),
    "restore_hint": msg(
        "desk-restore-hint",
        "It becomes a version of its own; nothing is lost. Of a published release it waits as a change to publish.",
    ),
    "changed_words": msg("desk-changed-words", "What changed"),
    "front_changed": msg("desk-front-changed", "Details"),
    "no_history": msg("desk-no-history", "Nothing was written down of this release at this desk yet."),
    "first_version": msg("desk-first-version", "This is the first version that the desk knows."),
    "nobody": msg("desk-nobody", "Outside this desk"),
    # doors and mishaps
    "not_in": msg("desk-not-in", "You are not let in"),
    "not_in_hint": msg(
        "desk-not-in-hint",
        "The address you followed was used already, or is too old. Start the desk again: it opens by itself, "
        "and prints a new address.",
    ),
    "ended": msg("desk-ended", "You are not let in any more"),
    "ended_hint": msg(
        "desk-ended-hint",
        "What you wrote stands below, and is not lost. Start the desk again, in a new tab, and come back here to "
        "continue.",
    ),
    "confirm_hint": msg(
        "desk-confirm-hint", "This page was opened before you were let in anew. What you wrote stands below."
    ),
    "confirm": msg("desk-confirm", "Do you want to do this?"),
    "typed": msg("desk-typed", "What you wrote"),
    "entering": msg("desk-entering", "The desk opens"),
    "gone": msg("desk-gone", "There is no such page"),
    "gone_hint": msg("desk-gone-hint", "The release was moved or deleted, or the address is wrong."),
    "failed": msg("desk-failed", "That did not work"),
    "too_large": msg("request-too-large", "What was sent is larger than the desk takes."),
    "git_behind": msg("desk-git-behind", "Everything is saved. The git repository does not have the newest of it yet:"),
    "disk": msg(
        "desk-disk",
        "The disk did not take it. Is it full? Nothing was replaced, and your typing stays in this browser.",
    ),
}

FOCUSES: dict[str, Message] = {
    "20 20": msg("focus-top-left", "Above, left"),
    "50 20": msg("focus-top", "Above"),
    "80 20": msg("focus-top-right", "Above, right"),
    "20 50": msg("focus-left", "Left"),
    "80 50": msg("focus-right", "Right"),
    "20 80": msg("focus-bottom-left", "Below, left"),
    "50 80": msg("focus-bottom", "Below"),
    "80 80": msg("focus-bottom-right", "Below, right"),
}
"""What of a photo may stay in sight besides its middle, as `focus` has it."""

ACTS: dict[str, Message] = {
    "create": msg("act-create", "begun"),
    "save": msg("act-save", "saved"),
    "propose": msg("act-propose", "changes saved, not published"),
    "publish": msg("act-publish", "published"),
    "correct": msg("act-correct", "corrected"),
    "withdraw": msg("act-withdraw", "withdrawn"),
    "undo": msg("act-undo", "taken back"),
    "restore": msg("act-restore", "earlier version made the newest"),
    "drop": msg("act-drop", "changes discarded"),
    "commit": msg("act-commit", "committed with git"),
    "outside": msg("act-outside", "changed outside this desk"),
}
"""What was done to a release, as its history says it."""
