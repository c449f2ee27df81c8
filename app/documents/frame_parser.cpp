#include "app/documents/frame_parser.h"

#include "app/documents/text_file.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::size_t kFrameHeader = 5; ///< letter, length
constexpr std::size_t kMarkHeader = 9;  ///< kind, offset
constexpr std::size_t kPageHeader = 12; ///< pages, width, height
constexpr std::size_t kLongestSentence = 300;

std::uint64_t read_number(std::string_view bytes) {
    std::uint64_t number = 0;
    for (std::size_t i = bytes.size(); i > 0; --i) {
        number = number << 8U | static_cast<unsigned char>(bytes[i - 1]);
    }
    return number;
}

bool is_line(std::string_view text, std::size_t longest) {
    return text.size() <= longest && app::is_utf8(text) && std::ranges::none_of(text, [](char c) {
               return static_cast<unsigned char>(c) < 0x20U || c == 0x7F;
           });
}

// Passes each frame to `take`, which returns false for an invalid one. False unless all are valid
// and the last is the end frame.
template <class Take>
bool take_frames(std::string_view bytes, Take take) {
    if (!bytes.starts_with(kAnswerFormat)) {
        return false;
    }
    bytes.remove_prefix(kAnswerFormat.size());
    while (bytes.size() >= kFrameHeader) {
        const char tag = bytes[0];
        const std::uint64_t length = read_number(bytes.substr(1, 4));
        bytes.remove_prefix(kFrameHeader);
        if (tag == 'Z') {
            return length == 0 && bytes.empty();
        }
        if (length > bytes.size() || !take(tag, bytes.substr(0, length))) {
            return false;
        }
        bytes.remove_prefix(length);
    }
    return false;
}

std::optional<MissingProtections> read_protections(std::string_view content) {
    const std::uint64_t bits = content.size() == 1 ? read_number(content) : 4;
    return bits < 4 ? std::optional(MissingProtections{(bits & 1U) != 0, (bits & 2U) != 0})
                    : std::nullopt;
}

std::optional<Refusal> read_refusal(std::string_view content) {
    if (content.empty() || content[0] < 0 || content[0] > static_cast<char>(kLastRefusalKind) ||
        !is_line(content.substr(1), kLongestSentence)) {
        return std::nullopt;
    }
    return Refusal{static_cast<RefusalKind>(content[0]), std::string(content.substr(1))};
}

// The frames that both kinds of answer have: protections and a refusal.
class FrameParser {
protected:
    bool take_protections(std::string_view content) {
        const auto protections = read_protections(content);
        missing_ = protections.value_or(MissingProtections());
        return protections.has_value();
    }
    bool take_refusal(std::string_view content) {
        refusal_ = read_refusal(content);
        return refusal_.has_value();
    }

    MissingProtections missing_;
    std::optional<Refusal> refusal_;
};

class TextParser : FrameParser {
public:
    bool parse(std::string_view bytes) {
        return take_frames(
                   bytes,
                   [this](char tag, std::string_view content) { return take(tag, content); }) &&
               (refusal_.has_value() || has_valid_text());
    }

    ExtractionAnswer answer() && {
        if (refusal_) {
            return {missing_, std::unexpected(std::move(*refusal_))};
        }
        return {missing_, std::move(extracted_)};
    }

private:
    bool take(char tag, std::string_view content) {
        switch (tag) {
        case 'W':
            return take_protections(content);
        case 'T':
            extracted_.title = content;
            return is_line(content, kLongestLabel);
        case 'M':
            return take_mark(content);
        case 'N':
            return take_note(content);
        case 'X':
            extracted_.text = content;
            return content.size() <= kLargestText && app::is_utf8(content);
        case 'R':
            return take_refusal(content);
        default:
            return false;
        }
    }

    bool take_mark(std::string_view content) {
        if (content.size() < kMarkHeader || extracted_.marks.size() >= kMaxMarks ||
            content[0] > static_cast<char>(DocumentMarkKind::section) || content[0] < 0) {
            return false;
        }
        const std::uint64_t offset = read_number(content.substr(1, 8));
        const std::string_view label = content.substr(kMarkHeader);
        const std::uint64_t last = extracted_.marks.empty()
                                       ? 0
                                       : static_cast<std::uint64_t>(extracted_.marks.back().offset);
        if (offset > kLargestText || offset < last || !is_line(label, kLongestLabel)) {
            return false;
        }
        extracted_.marks.push_back({static_cast<DocumentMarkKind>(content[0]),
                                    static_cast<std::int64_t>(offset), std::string(label)});
        return true;
    }

    bool take_note(std::string_view content) {
        if (content.empty() || extracted_.notes.size() >= kMaxNotes ||
            !is_line(content, kLongestLabel)) {
            return false;
        }
        extracted_.notes.emplace_back(content);
        return true;
    }

    [[nodiscard]] bool has_valid_text() const {
        return !extracted_.text.empty() &&
               (extracted_.marks.empty() ||
                extracted_.marks.back().offset <= count_code_points(extracted_.text));
    }

    ExtractedText extracted_;
};

class PageParser : FrameParser {
public:
    bool parse(std::string_view bytes) {
        return take_frames(
                   bytes,
                   [this](char tag, std::string_view content) { return take(tag, content); }) &&
               (refusal_.has_value() || page_.pages > 0);
    }

    PageAnswer answer() && {
        if (refusal_) {
            return {missing_, std::unexpected(std::move(*refusal_))};
        }
        return {missing_, std::move(page_)};
    }

private:
    bool take(char tag, std::string_view content) {
        switch (tag) {
        case 'W':
            return take_protections(content);
        case 'P':
            return take_page(content);
        case 'R':
            return take_refusal(content);
        default:
            return false;
        }
    }

    bool take_page(std::string_view content) {
        if (content.size() < kPageHeader) {
            return false;
        }
        const auto number = [content](std::size_t at) {
            return static_cast<std::uint32_t>(read_number(content.substr(at, 4)));
        };
        page_ = {number(0), number(4), number(8), std::string(content.substr(kPageHeader))};
        return page_.pages > 0 && page_.width > 0 && page_.height > 0 &&
               page_.width <= kLongestEdge && page_.height <= kLongestEdge &&
               page_.pixels.size() <= kMaxPixels &&
               page_.pixels.size() == std::size_t{page_.width} * page_.height;
    }

    PagePicture page_;
};

template <class Answer, class Parser>
Result<Answer> parse_answer(std::string_view bytes) {
    Parser parser;
    if (!parser.parse(bytes)) {
        return fail(ErrorCode::corrupt_data, "the answer of sotto-extract is invalid");
    }
    return std::move(parser).answer();
}

} // namespace

Result<ExtractionAnswer> from_frames(std::string_view bytes) {
    return parse_answer<ExtractionAnswer, TextParser>(bytes);
}

Result<PageAnswer> page_from_frames(std::string_view bytes) {
    return parse_answer<PageAnswer, PageParser>(bytes);
}

} // namespace sotto::extract
