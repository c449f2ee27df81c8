pragma Singleton

import QtQuick

/// Every colour, size and time of the interface. The only singleton; a window sets `appearance`.
QtObject {
    id: theme

    /// What the desktop and the user's settings ask for; null until a window is made.
    property Appearance appearance: null
    /// 0.8 to 2.5
    property real zoom: 1

    readonly property bool dark: appearance ? appearance.dark
        : Application.styleHints.colorScheme === Qt.ColorScheme.Dark
    readonly property bool highContrast: appearance ? appearance.highContrast : false
    readonly property bool reducedMotion: appearance ? appearance.reducedMotion : false
    readonly property bool touch: appearance ? appearance.touch : false

    readonly property color page: highContrast ? (dark ? "#000000" : "#FFFFFF") : dark ? "#16181B" : "#FAF8F4"
    readonly property color raised: highContrast ? page : dark ? "#1E2125" : "#FFFFFF"
    readonly property color line: highContrast ? ink : dark ? "#2D3238" : "#E3DED4"
    readonly property color ink: highContrast ? (dark ? "#FFFFFF" : "#000000") : dark ? "#E8E6E1" : "#1F2328"
    readonly property color inkSoft: highContrast ? ink : dark ? "#A3A8AE" : "#5B6168"
    /// The desktop's accent colour where it has one, as far as it can be read on `you`, the ground that
    /// is nearest to it.
    readonly property color accent: appearance && appearance.hasAccent
        ? appearance.accentOn(you, highContrast ? 7 : 4.5)
        : highContrast ? (dark ? "#8FE3CD" : "#0B4A3B") : dark ? "#6CC5AE" : "#1F6F5C"
    readonly property color accentInk: dark ? "#0E1512" : "#FFFFFF"
    readonly property color you: highContrast ? page : dark ? "#20302B" : "#EEF3F0"
    readonly property color caution: highContrast ? (dark ? "#F7C67B" : "#6B3F00") : dark ? "#F0B45B" : "#9A5B00"
    readonly property color stop: highContrast ? (dark ? "#F9B4AD" : "#8C1410") : dark ? "#F2897F" : "#B3261E"
    readonly property color shade: dark ? "#80000000" : "#4D1F2328"
    /// The ground of what is under the pointer.
    readonly property color hover: highContrast ? page : dark ? "#1D2124" : "#F3F0EA"

    readonly property int lineWidth: highContrast ? 2 : 1
    readonly property int ringWidth: 2

    // The system's size: pixels, or points at 96 to the inch.
    readonly property font systemFont: Application.font
    readonly property real base: (systemFont.pixelSize > 0 ? systemFont.pixelSize
                                                           : systemFont.pointSize * 96 / 72) * zoom
    readonly property int body: Math.round(base)
    readonly property int small: Math.round(base * 0.85)
    readonly property int lead: Math.round(base * 1.2)
    readonly property int title: Math.round(base * 1.44)
    /// Signs are drawn for text of 15 px and grow with the text.
    readonly property real signScale: base / 15
    readonly property string mono: Qt.fontFamilies().includes("JetBrains Mono") ? "JetBrains Mono" : "monospace"
    readonly property var figures: ({ "tnum": 1 })

    readonly property int space1: 4
    readonly property int space2: 8
    readonly property int space3: 12
    readonly property int space4: 16
    readonly property int space6: 24
    readonly property int space8: 32
    readonly property int space12: 48
    readonly property int radiusSheet: 10
    readonly property int radius: 6
    /// The least side of what is pressed.
    readonly property int target: Math.max(touch ? 48 : 32, Math.round(base * 2.13))

    readonly property int quick: reducedMotion ? 0 : 120
    readonly property int enter: reducedMotion ? 0 : 200

    readonly property int listWidth: Math.round(272 * Math.max(1, zoom * 0.8))
    readonly property int documentsWidth: Math.round(320 * Math.max(1, zoom * 0.8))
    readonly property int readerWidth: Math.round(360 * Math.max(1, zoom * 0.8))
    readonly property int narrow: 720
    /// 72 characters of running text.
    readonly property int readingWidth: Math.round(measure.advanceWidth * 72 / 26)
    /// The list stands beside a conversation that keeps at least this width: three quarters of the
    /// reading width and its margins.
    readonly property int leastBesideList: Math.round(readingWidth * 3 / 4) + 2 * space6

    // These letters are a little wider than running text; 72 / 26 of them hold 72 letters of English.
    readonly property TextMetrics measure: TextMetrics {
        font.family: theme.systemFont.family
        font.pixelSize: theme.body
        text: "the quick brown fox jumps ove"
    }

    readonly property FontMetrics metrics: FontMetrics {
        font.family: theme.systemFont.family
        font.pixelSize: theme.body
    }
    /// Per cent of a font's own line height that make 1.5 times its size.
    readonly property int readingLine: Math.round(150 * body / Math.max(1, metrics.lineSpacing))

    /// The style sheet at the start of all rich text.
    readonly property string richStyle: "<style>p{line-height:" + readingLine + "%;margin:0}"
        + "a{color:" + accent + ";text-decoration:underline}"
        + "code{font-family:'" + mono + "',monospace;font-size:" + Math.round(base * 0.92) + "px;"
        + "background-color:" + (dark ? "#262A2F" : "#F0ECE4") + "}</style>"
}
