#include "app/extract/answer_reader.h"

#include "app/text_file.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::size_t kMarkHeader = 9; ///< kind, offset
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

// Takes frame after frame; each function is false where the bytes are wrong.
class FrameReader {
public:
    bool read(std::string_view bytes) {
        if (!bytes.starts_with(kAnswerFormat)) {
            return false;
        }
        bytes.remove_prefix(kAnswerFormat.size());
        while (!has_end_) {
            if (bytes.size() < 5) {
                return false;
            }
            const char tag = bytes[0];
            const std::uint64_t length = read_number(bytes.substr(1, 4));
            bytes.remove_prefix(5);
            if (length > bytes.size() || !take(tag, bytes.substr(0, length))) {
                return false;
            }
            bytes.remove_prefix(length);
        }
        return bytes.empty() && (refusal_.has_value() || has_sound_text());
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
            return take_walls(content);
        case 'T':
            extracted_.title = content;
            return is_line(content, kLongestLabel);
        case 'M':
            return take_mark(content);
        case 'X':
            extracted_.text = content;
            return content.size() <= kLargestText && app::is_utf8(content);
        case 'R':
            return take_refusal(content);
        case 'Z':
            has_end_ = true;
            return content.empty();
        default:
            return false;
        }
    }

    bool take_walls(std::string_view content) {
        const std::uint64_t bits = content.size() == 1 ? read_number(content) : 4;
        missing_ = {(bits & 1U) != 0, (bits & 2U) != 0};
        return bits < 4;
    }

    bool take_mark(std::string_view content) {
        if (content.size() < kMarkHeader || extracted_.marks.size() >= kMostMarks ||
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

    bool take_refusal(std::string_view content) {
        if (content.empty() || content[0] < 0 || content[0] > static_cast<char>(kLastRefusalKind) ||
            !is_line(content.substr(1), kLongestSentence)) {
            return false;
        }
        refusal_ = {static_cast<RefusalKind>(content[0]), std::string(content.substr(1))};
        return true;
    }

    [[nodiscard]] bool has_sound_text() const {
        return !extracted_.text.empty() &&
               (extracted_.marks.empty() ||
                extracted_.marks.back().offset <= app::count_characters(extracted_.text));
    }

    MissingWalls missing_;
    ExtractedText extracted_;
    std::optional<Refusal> refusal_;
    bool has_end_ = false;
};

} // namespace

Result<ExtractionAnswer> from_frames(std::string_view bytes) {
    FrameReader reader;
    if (!reader.read(bytes)) {
        return fail(ErrorCode::corrupt_data, "the answer of sotto-extract makes no sense");
    }
    return std::move(reader).answer();
}

} // namespace sotto::extract
