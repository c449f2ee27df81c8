#include "app/extract/office/symbol_fonts.h"

#include "app/extract/text/ascii.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace sotto::extract {

namespace {

using SignTable = std::u32string_view;

constexpr std::size_t kFirst = 0x20;
constexpr std::size_t kSigns = 0x100 - kFirst;
constexpr char32_t kUnknown = U'\uFFFD';
// Where the characters of these fonts lie in a text that is Unicode otherwise.
constexpr char32_t kPrivate = 0xF000;

// The signs from 0x20 to 0xFF, sixteen a line. Where Unicode has several alike, the usual one.
// clang-format off
constexpr SignTable kSymbol =
    U" !∀#∃%&∋()∗+,−./"
    U"0123456789:;<=>?"
    U"≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟ"
    U"ΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    U"‾αβχδεφγηιϕκλμνο"
    U"πθρστυϖωξψζ{|}∼\uFFFD"
    U"\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"
    U"\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"
    U"€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓"
    U"°±″≥×∝∂•÷≠≡≈…⏐⎯↵"
    U"ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉"
    U"∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    U"◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
    U"\uFFFD⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭\uFFFD";

constexpr SignTable kWingdings =
    U" ✏✂✁👓🕭📖🕯☎✆✉🖃📪📫📬📭"
    U"📁📂📄🗏🗐🗄⌛🖮🖰🖲💻🖴💾🖬✇✍"
    U"✍✌👌👍👎☜☞☝☟🖐☺😐☹💣☠🏳"
    U"🏱✈☼💧❄🕆✞🕈✠✡☪☯ॐ☸♈♉"
    U"♊♋♌♍♎♏♐♑♒♓🙰🙵●🔾■□"
    U"❐❑❒⬧⧫◆❖⬥⌧⮹⌘🏵🏶❝❞\uFFFD"
    U"⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹"
    U"❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟·•"
    U"▪○🞆🞈◉◎🔿▪☐🟂✦★✶✴✹✵"
    U"⯐⌖⟡⌑⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘"
    U"🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗"
    U"🙖🙐🙑🙒🙓⌫⌦⮘➢⮙⮛⮈⮊⮉⮋←"
    U"→↑↓↖↗↙↘⬅➔⬆⬇⬉⬈⬋⬊⇦"
    U"⇨⇧⇩⬄⇳⬁⬀⬃⬂▭▫✗✓☒☑\uFFFD";

constexpr SignTable kWingdings2 =
    U" 🖊🖋🖌🖍✄✀🕾🕽🗅🗆🗇🗈🗉🗊🗋"
    U"🗌🗍📋🗑🗔🖵🖶🖷🖸🖭🖯🖱🖒🖓🖘🖙"
    U"🖚🖛👈👉🖜🖝🖞🖟🖠🖡👆👇🖢🖣🖑✗"
    U"✓🗵☑☒☒☒⮿🛇⦸🙱🙴🙲🙳‽🙹🙺"
    U"🙻🙦🙤🙥🙧🙚🙘🙙🙛⓪①②③④⑤⑥"
    U"⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿\uFFFD"
    U"☉🌕☽☾⸿✝🕇🕜🕝🕞🕟🕠🕡🕢🕣🕤"
    U"🕥🕦🕧🙨🙩⋅🞄⦁●○🞅🞇🞉⊙⦿🞌"
    U"🞍◾■□🞑🞒🞓🞔▣🞕🞖🞗🞘⬩⬥◇"
    U"🞚◈🞛🞜🞝🞞⬪⬧◊🞠◖◗⯊⯋⯀⯁"
    U"⬟⯂⬣⬢⯃⯄🞡🞢🞣🞤🞥🞦🞧🞨🞩🞪"
    U"🞫🞬🞭🞮🞯🞰🞱🞲🞳🞴🞵🞶🞷🞸🞹🞺"
    U"🞻🞼🞽🞾🞿🟀🟂🟄🟆🟉🟊✶🟌🟎🟐🟒"
    U"✹🟃🟇✯🟍🟔⯌⯍※⁂\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD";

constexpr SignTable kWingdings3 =
    U" ←→↑↓↖↗↙↘⭰⭲⭱⭳⭶⭸⭻"
    U"⭽↔↕⭪⭬⭫⭭⭍⮠⮡⮢⮣⮤⮥⮦⮧"
    U"⮐⮑⮒⮓⮀⮃⭾⭿⮄⮆⮅⮇⮏⮍⮎⮌"
    U"⭮⭯⎋⌤⌃⌥␣⍽⇪⮸🢠🢡🢢🢣🢤🢥"
    U"🢦🢧🢨🢩🢪🢫←→↑↓🡔🡕🡗🡖🡘🡙"
    U"▲▼△▽◀▶◁▷◣◢◤◥◀▶▲\uFFFD"
    U"▼⯅⯆⯇⯈⮜⮞⮝⮟🠐🠒🠑🠓🠔🠖🠕"
    U"🠗🠘🠚🠙🠛🠜🠞🠝🠟🠀🠂🠁🠃🠄🠆🠅"
    U"🠇🠈🠊🠉🠋🠠🠢🠤🠦🠨🠪🠬🢜🢝🢞🢟"
    U"🠮🠰🠲🠴🠶🠸🠺🠹🠻🢘🢚🢙🢛🠼🠾🠽"
    U"🠿🡀🡂🡁🡃🡄🡆🡅🡇⮨⮩⮪⮫⮬⮭⮮"
    U"⮯🡠🡢🡡🡣🡤🡥🡧🡦🡰🡲🡱🡳🡴🡵🡷"
    U"🡶🢀🢂🢁🢃🢄🢅🢇🢆🢐🢒🢑🢓🢔🢖🢕"
    U"🢗\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD";

constexpr SignTable kWebdings =
    U" 🕷🕸🕲🕶🏆🎖🖇🗨🗩🗰🗱🌶🎗🙾🙼"
    U"🗕🗖🗗⏴⏵⏶⏷⏪⏩⏮⏭⏸⏹⏺🗚🗳"
    U"🛠🏗🏘🏙🏚🏜🏭🏛🏠🏖🏝🛣🔍🏔👁👂"
    U"🏞🏕🛤🏟🛳🕬🕫🕨🔈🎔🎕🗬🙽🗭🗪🗫"
    U"⮔✔🚲□🛡📦🛱■🚑🛈🛩🛰🟈🕴●🛥"
    U"🚔🗘🗙❓🛲🚇🚍⛳🛇⊖🚭🗮|🗯🗲\uFFFD"
    U"🚹🚺🛉🛊🚼👽🏋⛷🏂🏌🏊🏄🏍🏎🚘🗠"
    U"🛢💰🏷💳👪🗡🗢🗣✯🖄🖅🖃🖆🖹🖺🖻"
    U"🕵🕰🖽🖾📋🗒🗓📖📚🗞🗟🗃🗂🖼🎭🎜"
    U"🎘🎙🎧💿🎞📷🎟🎬📽📹📾📻🎚🎛📺💻"
    U"🖥🖦🖧🕹🎮🕻🕼📟🖁🖀🖨🖩🖿🖪🗜🔒"
    U"🔓🗝📥📤🕳🌣🌤🌥🌦☁🌨🌧🌩🌪🌬🌫"
    U"🌜🌡🛋🛏🍽🍸🛎🛍Ⓟ♿🛆🖈🎓🗤🗥🗦"
    U"🗧🛪🐿🐦🐟🐕🐈🙬🙮🙭🙯🗺🌍🌏🌎🕊";
// clang-format on

struct SymbolFont {
    std::string_view name;
    SignTable signs;
};
constexpr std::array kFonts{
    SymbolFont{"symbol", kSymbol},          SymbolFont{"wingdings", kWingdings},
    SymbolFont{"wingdings 2", kWingdings2}, SymbolFont{"wingdings 3", kWingdings3},
    SymbolFont{"webdings", kWebdings},
};
static_assert(std::ranges::all_of(kFonts, [](const SymbolFont& font) {
    return font.signs.size() == kSigns;
}));

const SymbolFont* font_of(std::string_view name) {
    const auto* const font = std::ranges::find_if(
        kFonts, [name](const SymbolFont& each) { return equals_ignoring_case(each.name, name); });
    return font == kFonts.end() ? nullptr : font;
}

bool is_private(char32_t code) {
    return code >= kPrivate && code < kPrivate + 0x100;
}

// The code point of a whole character.
char32_t decode(std::string_view character) {
    const auto first = static_cast<unsigned char>(character.front());
    const unsigned bits = character.size() == 1 ? 7U : 7U - static_cast<unsigned>(character.size());
    char32_t code = first & ((1U << bits) - 1U);
    for (const char byte : character.substr(1)) {
        code = code << 6U | (static_cast<unsigned char>(byte) & 0x3FU);
    }
    return code;
}

} // namespace

bool is_symbol_font(std::string_view font) {
    return font_of(font) != nullptr;
}

char32_t sign_of(std::string_view font, char32_t code) {
    const SymbolFont* const known = font_of(font);
    if (known == nullptr) {
        return is_private(code) ? kUnknown : code;
    }
    const std::size_t index = code - (is_private(code) ? kPrivate : 0) - kFirst;
    return index < kSigns ? known->signs[index] : is_private(code) ? kUnknown : code;
}

std::string text_of_signs(std::string_view font, std::string_view text,
                          std::string_view sign_font) {
    std::string signs;
    while (!text.empty()) {
        const Utf8Step step = next_utf8(text);
        const char32_t code =
            step.kind == Utf8Kind::character ? decode(text.substr(0, step.length)) : kUnknown;
        append_utf8(
            signs, sign_of(is_private(code) && is_symbol_font(sign_font) ? sign_font : font, code));
        text.remove_prefix(step.length);
    }
    return signs;
}

} // namespace sotto::extract
