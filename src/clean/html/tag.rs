//! The elements that the extractor tells apart, and what HTML says of each.

macro_rules! tags {
    ($($name:literal $variant:ident $flags:expr;)*) => {
        /// An element's name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub(super) enum Tag { $($variant,)* Custom, Other }

        /// How many variants [`Tag`] has.
        pub(super) const TAGS: usize = Tag::Other as usize + 1;

        impl Tag {
            /// The tag of a lower-case name.
            fn of_lower(name: &[u8]) -> Self {
                match name {
                    $($name => Self::$variant,)*
                    _ if name.contains(&b'-') => Self::Custom,
                    _ => Self::Other,
                }
            }

            const FLAGS: [u8; TAGS] = [$($flags,)* BLOCK, 0];
        }
    };
}

/// Starts and ends a block of text.
const BLOCK: u8 = 1;
/// Has no content and no end tag.
const VOID: u8 = 2;
/// Content up to its end tag is text, not markup.
const RAW: u8 = 4;
/// Its start tag closes an open `p`.
const ENDS_P: u8 = 8;
/// An end tag does not reach out of it.
const SCOPE: u8 = 16;
/// Its text is not part of what a reader reads: scripts, controls, drawings, fallbacks.
const MUTE: u8 = 32;
/// May stand in `head`.
const HEAD: u8 = 64;

tags! {
    b"a" A 0;
    b"abbr" Abbr 0;
    b"address" Address BLOCK | ENDS_P;
    b"applet" Applet BLOCK | MUTE | SCOPE;
    b"area" Area VOID;
    b"article" Article BLOCK | ENDS_P;
    b"aside" Aside BLOCK | ENDS_P;
    b"audio" Audio BLOCK | MUTE;
    b"b" B 0;
    b"base" Base VOID | HEAD;
    b"big" Big 0;
    b"blockquote" Blockquote BLOCK | ENDS_P;
    b"body" Body BLOCK;
    b"br" Br VOID;
    b"button" Button BLOCK | MUTE;
    b"canvas" Canvas MUTE;
    b"caption" Caption BLOCK | SCOPE;
    b"center" Center BLOCK | ENDS_P;
    b"cite" Cite 0;
    b"code" Code 0;
    b"col" Col VOID;
    b"colgroup" Colgroup BLOCK;
    b"datalist" Datalist BLOCK | MUTE;
    b"dd" Dd BLOCK | ENDS_P;
    b"details" Details BLOCK | ENDS_P;
    b"dialog" Dialog BLOCK | ENDS_P;
    b"dir" Dir BLOCK | ENDS_P;
    b"div" Div BLOCK | ENDS_P;
    b"dl" Dl BLOCK | ENDS_P;
    b"dt" Dt BLOCK | ENDS_P;
    b"em" Em 0;
    b"embed" Embed VOID;
    b"fieldset" Fieldset BLOCK | ENDS_P;
    b"figcaption" Figcaption BLOCK | ENDS_P;
    b"figure" Figure BLOCK | ENDS_P;
    b"font" Font 0;
    b"footer" Footer BLOCK | ENDS_P;
    b"form" Form BLOCK | ENDS_P;
    b"frame" Frame VOID;
    b"frameset" Frameset BLOCK;
    b"h1" H1 BLOCK | ENDS_P;
    b"h2" H2 BLOCK | ENDS_P;
    b"h3" H3 BLOCK | ENDS_P;
    b"h4" H4 BLOCK | ENDS_P;
    b"h5" H5 BLOCK | ENDS_P;
    b"h6" H6 BLOCK | ENDS_P;
    b"head" Head BLOCK | MUTE;
    b"header" Header BLOCK | ENDS_P;
    b"hgroup" Hgroup BLOCK | ENDS_P;
    b"hr" Hr BLOCK | VOID | ENDS_P;
    b"html" Html BLOCK | SCOPE;
    b"i" I 0;
    b"iframe" Iframe RAW | MUTE;
    b"img" Img VOID;
    b"input" Input VOID;
    b"ins" Ins 0;
    b"keygen" Keygen VOID;
    b"label" Label 0;
    b"legend" Legend BLOCK;
    b"li" Li BLOCK | ENDS_P;
    b"link" Link VOID | HEAD;
    b"listing" Listing BLOCK | ENDS_P;
    b"main" Main BLOCK | ENDS_P;
    b"map" Map 0;
    b"marquee" Marquee BLOCK | SCOPE;
    b"math" Math MUTE;
    b"menu" Menu BLOCK | ENDS_P;
    b"meta" Meta VOID | HEAD;
    b"nav" Nav BLOCK | ENDS_P;
    b"nobr" Nobr 0;
    b"noembed" Noembed RAW | MUTE;
    b"noframes" Noframes RAW | MUTE | HEAD;
    b"noscript" Noscript RAW | MUTE | HEAD;
    b"object" Object MUTE | SCOPE;
    b"ol" Ol BLOCK | ENDS_P;
    b"optgroup" Optgroup BLOCK;
    b"option" Option BLOCK;
    b"p" P BLOCK | ENDS_P;
    b"param" Param VOID;
    b"picture" Picture 0;
    b"plaintext" Plaintext BLOCK | ENDS_P | RAW;
    b"pre" Pre BLOCK | ENDS_P;
    b"q" Q 0;
    b"rp" Rp MUTE;
    b"rt" Rt MUTE;
    b"ruby" Ruby 0;
    b"s" S 0;
    b"script" Script RAW | MUTE | HEAD;
    b"search" Search BLOCK | ENDS_P;
    b"section" Section BLOCK | ENDS_P;
    b"select" Select MUTE;
    b"small" Small 0;
    b"source" Source VOID;
    b"span" Span 0;
    b"strike" Strike 0;
    b"strong" Strong 0;
    b"style" Style RAW | MUTE | HEAD;
    b"sub" Sub 0;
    b"summary" Summary BLOCK | ENDS_P;
    b"sup" Sup 0;
    b"svg" Svg MUTE;
    b"table" Table BLOCK | ENDS_P | SCOPE;
    b"tbody" Tbody BLOCK;
    b"td" Td BLOCK | SCOPE;
    b"template" Template BLOCK | MUTE | SCOPE | HEAD;
    b"textarea" Textarea RAW | MUTE;
    b"tfoot" Tfoot BLOCK;
    b"th" Th BLOCK | SCOPE;
    b"thead" Thead BLOCK;
    b"time" Time 0;
    b"title" Title RAW | MUTE | HEAD;
    b"tr" Tr BLOCK;
    b"track" Track VOID;
    b"tt" Tt 0;
    b"u" U 0;
    b"ul" Ul BLOCK | ENDS_P;
    b"video" Video BLOCK | MUTE;
    b"wbr" Wbr VOID;
    b"xmp" Xmp BLOCK | ENDS_P | RAW;
}

/// The longest name above.
const LONGEST: usize = 10;

impl Tag {
    /// The tag of a name as written.
    pub(super) fn of(name: &[u8]) -> Self {
        let mut lower = [0; LONGEST];
        match lower.get_mut(..name.len()) {
            Some(lower) => {
                lower.copy_from_slice(name);
                lower.make_ascii_lowercase();
                Self::of_lower(lower)
            }
            None => Self::of_lower(name),
        }
    }

    const fn has(self, flag: u8) -> bool {
        Self::FLAGS[self as usize] & flag != 0
    }

    /// Starts and ends a block of text.
    pub(super) const fn is_block(self) -> bool {
        self.has(BLOCK)
    }

    /// Has no content and no end tag.
    pub(super) const fn is_void(self) -> bool {
        self.has(VOID)
    }

    /// Its content up to its end tag is text, not markup.
    pub(super) const fn is_raw(self) -> bool {
        self.has(RAW)
    }

    /// Its start tag closes an open `p`.
    pub(super) const fn ends_p(self) -> bool {
        self.has(ENDS_P)
    }

    /// An end tag does not reach out of it.
    pub(super) const fn is_scope(self) -> bool {
        self.has(SCOPE)
    }

    /// Its text is not read: scripts, controls, drawings, fallbacks.
    pub(super) const fn is_mute(self) -> bool {
        self.has(MUTE)
    }

    /// May stand in `head`.
    pub(super) const fn is_head(self) -> bool {
        self.has(HEAD)
    }

    /// `h1` to `h6`.
    pub(super) const fn is_heading(self) -> bool {
        matches!(self, Self::H1 | Self::H2 | Self::H3 | Self::H4 | Self::H5 | Self::H6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case() {
        assert_eq!(Tag::of(b"BlockQuote"), Tag::Blockquote);
        assert_eq!(Tag::of(b"blockquotes"), Tag::Other);
        assert_eq!(Tag::of(b"amp-img"), Tag::Custom);
        assert_eq!(Tag::of(b"my-very-long-element"), Tag::Custom);
        assert!(Tag::Br.is_void() && !Tag::Br.is_block() && Tag::Custom.is_block());
    }
}
