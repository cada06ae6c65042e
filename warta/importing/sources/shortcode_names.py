"""The names of shortcodes: those that are known without looking at what stands around them, and what each shows."""

from __future__ import annotations

import re

PLAYERS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "googlevideo": "https://video.google.com/videoplay?docid={}",
    "wpvideo": "https://videopress.com/v/{}",
    "videopress": "https://videopress.com/v/{}",
    "scribd": "https://www.scribd.com/document/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "tweet": "https://twitter.com/i/status/{}",
    "gist": "https://gist.github.com/{}",
    "ted": "https://www.ted.com/talks/{}",
    "spotify": "https://open.spotify.com/{}",
    "soundcloud": "https://soundcloud.com/{}",
    "slideshare": "https://www.slideshare.net/slideshow/embed_code/{}",
    "archiveorg": "https://archive.org/details/{}",
    "tiktok": "https://www.tiktok.com/embed/{}",
}
"""Shortcodes of players by name, and the address for what they name by a number alone."""
OTHER_NAMES = {
    "yt": "youtube",
    "embedyt": "youtube",
    "youtube_sc": "youtube",
    "su_youtube": "youtube",
    "su_youtube_advanced": "youtube",
    "youtube-embed": "youtube",
    "fusion_youtube": "youtube",
    "lyte": "youtube",
    "tube": "youtube",
    "youtubevideo": "youtube",
    "su_vimeo": "vimeo",
    "fusion_vimeo": "vimeo",
    "su_dailymotion": "dailymotion",
    "archive-org": "archiveorg",
    "archives-org": "archiveorg",
    "twitter": "tweet",
    "slideshare-embed": "slideshare",
}
"""Further names of the same players."""
NOTES = frozenset("efn_note mfn footnote ref fn footnotes_note bg_footnote mfn_note easy_footnote".split())
"""Shortcodes whose content stands as a note below the text."""
FORMS = frozenset(
    """contact-form contact-form-7 contact-field wpforms gravityform gravityforms ninja_form ninja_forms formidable
    fluentform mc4wp_form caldera_form forminator_form wpdiscuz poll total-poll survey quiz rev_slider metaslider
    smartslider3 layerslider masterslider soliloquy recent_posts recent-posts display-posts catlist posts postlist
    archives archiveorg-list products woocommerce_cart woocommerce_checkout woocommerce_my_account events_list
    tribe_events my_calendar calendar googlemaps map google_maps wpgmza wp_google_maps leaflet-map leaflet-marker
    instagram-feed custom-facebook-feed twitter-timeline rss wp_rss_aggregator visitor_counter statcounter
    blog_subscription_form subscribe2 newsletter newsletter_form login-form search wp_search sitemap wp_sitemap_page
    simple-sitemap the_ad adinserter ad""".split()
)
"""What only the old site could show: forms, lists, maps. The words in their attributes are for its editors."""
SILENT = frozenset(
    """clear clearfix divider spacer line hr br space gap nextpage more toc ez-toc no_toc notoc noindex
    vc_empty_space vc_separator vc_text_separator_empty et_pb_divider et_pb_space fusion_separator su_spacer su_divider
    av_hr ux_gap wp_ad_camp_1 addtoany addthis feather_share ssba-buttons social_share sharethis-inline-buttons
    print_link printfriendly post_view post-views wp_ulike ratings kkstarratings rt_reading_time reading-time""".split()
)
"""What showed nothing that anybody wrote."""
HEADINGS = frozenset(("vc_custom_heading", "heading", "title", "fusion_title", "av_heading", "su_heading", "ux_title"))
"""Shortcodes whose words are a heading."""
SCRIPTS = frozenset(("vc_raw_js", "raw_js"))
"""Shortcodes in which programs stand."""
ENCODED = frozenset(("vc_raw_html", "fusion_code", "vc_raw_htm"))
"""Shortcodes in which HTML stands in Base64."""
_CORE = frozenset(
    """caption wp_caption gallery playlist audio video embed table-info pdf-embedder pdfviewer pdfjs-viewer embeddoc
    gview google-drive-embed embed-google-drive pdf_viewer dflip flipbook 3d-flip-book real3dflipbook
    wonderplugin_pdf wpdm_package wpdm_file wp-embedder-pack ngg nggallery singlepic imagebrowser
    tiled-gallery""".split()
)
_BUILDERS = re.compile(
    r"(?:vc|et_pb|fusion|av|su|ux|elementor|cs|x|tatsu|mk|qode|mkdf|eltd|td|tdc|wpb|wpex|cmsmasters|themify|tm_pb|dsm|kc"
    r"|mpc|ult|ultimate|bsf|nectar|thb|stm|porto|woodmart|cmsms|fl|siteorigin|so|motopress|mp|cz|rs|td_block)_[a-z\d_]+"
)


_PICTURES = re.compile(
    r"(?!ngg|foo|envira|modula|huge|final|best|wpdm)[\w-]*(?:image|img|gallery|photo|slider|carousel)s?"
)


def shows_pictures(name: str) -> bool:
    """Whether the numbers in a shortcode are those of pictures in WordPress's own library."""
    return _PICTURES.match(name) is not None


def is_known(name: str) -> bool:
    """Whether a name alone tells that it is a shortcode: one of WordPress itself or of a plugin that is known."""
    return (
        name in _CORE or name in PLAYERS or name in OTHER_NAMES or name in FORMS or name in SILENT
        or name in SCRIPTS or name in ENCODED or _BUILDERS.fullmatch(name) is not None
    )  # fmt: skip


def is_builder(name: str) -> bool:
    """Whether a shortcode is one of a page builder, around its rows, columns and boxes."""
    return _BUILDERS.fullmatch(name) is not None
