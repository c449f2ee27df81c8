#include "app/extract/outlook/compressed_rtf.h"

#include "app/extract/outlook/byte_order.h"
#include "app/extract/protocol/extraction.h"

#include <algorithm>
#include <cstdint>

namespace sotto::extract {

namespace {

constexpr std::size_t kHeaderBytes = 16;
constexpr std::uint32_t kCompressed = 0x75465A4CU;   // "LZFu"
constexpr std::uint32_t kUncompressed = 0x414C454DU; // "MELA"
constexpr std::size_t kWindow = 4'096;

// What the window holds before the first byte: words that most RTF begins with. These bytes are
// part of the format.
constexpr std::string_view kFirstWords =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    "\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    "\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
static_assert(kFirstWords.size() == 207);

class Decompressor {
public:
    explicit Decompressor(std::size_t limit) : window_(kFirstWords), limit_(limit) {
        at_ = window_.size();
        window_.resize(kWindow, ' ');
    }

    std::string run(std::string_view bytes) {
        std::size_t i = 0;
        while (i < bytes.size() && text_.size() < limit_) {
            const auto flags = static_cast<unsigned char>(bytes[i++]);
            for (unsigned bit = 0; bit < 8 && i < bytes.size(); ++bit) {
                if ((flags >> bit & 1U) == 0) {
                    append(bytes[i++]);
                    continue;
                }
                if (i + 2 > bytes.size()) {
                    return std::move(text_);
                }
                const auto high = static_cast<unsigned char>(bytes[i]);
                const auto low = static_cast<unsigned char>(bytes[i + 1]);
                i += 2;
                const std::size_t offset = std::size_t{high} << 4U | low >> 4U;
                if (offset == at_) { // the end
                    return std::move(text_);
                }
                copy(offset, (low & 0xFU) + 2U);
            }
        }
        return std::move(text_);
    }

private:
    void append(char byte) {
        if (text_.size() < limit_) {
            text_ += byte;
            window_[at_] = byte;
            at_ = (at_ + 1) % kWindow;
        }
    }
    void copy(std::size_t offset, std::size_t length) {
        for (std::size_t i = 0; i < length; ++i) {
            append(window_[(offset + i) % kWindow]);
        }
    }

    std::string window_;
    std::string text_;
    std::size_t at_ = 0;
    std::size_t limit_;
};

} // namespace

std::string decompress_rtf(std::string_view bytes) {
    if (bytes.size() < kHeaderBytes) {
        return {};
    }
    const std::size_t size = std::min<std::size_t>(read_u32(bytes, 4), kLargestFile);
    const std::uint32_t kind = read_u32(bytes, 8);
    bytes.remove_prefix(kHeaderBytes);
    if (kind == kUncompressed) {
        return std::string(bytes.substr(0, size));
    }
    return kind == kCompressed ? Decompressor(size).run(bytes) : std::string();
}

} // namespace sotto::extract
