#include "app/extract/protocol/file_signature.h"

#include <array>

namespace sotto::extract {

namespace {

struct Signature {
    std::string_view bytes;
    const char* type;
};

// How files begin that are not plain text, and what they are.
constexpr std::array kSignatures{
    Signature{"%PDF-", "a PDF document"},
    Signature{"{\\rtf", "an RTF document"},
    Signature{"%!PS", "a PostScript document"},
    Signature{"PK\x03\x04", "a ZIP archive, or a document inside one (DOCX, ODT, EPUB)"},
    Signature{"\xD0\xCF\x11\xE0", "an old Office document (DOC, XLS, PPT)"},
    Signature{"GIF8", "a picture (GIF)"},
    Signature{"\x1F\x8B", "a compressed file (gzip)"},
    Signature{"BZh", "a compressed file (bzip2)"},
    Signature{"\xFD"
              "7zXZ",
              "a compressed file (xz)"},
    Signature{"\x28\xB5\x2F\xFD", "a compressed file (zstd)"},
    Signature{"7z\xBC\xAF", "a 7-Zip archive"},
    Signature{"\x7F"
              "ELF",
              "a program"},
    Signature{"SQLite format 3", "a database (SQLite)"},
    Signature{"GGUF", "a model (GGUF)"},
    Signature{"ID3", "a sound file (MP3)"},
    Signature{"OggS", "a sound file (Ogg)"},
    Signature{"RIFF", "a sound or video file (RIFF)"},
};

constexpr std::array kPictures{
    Signature{"\x89PNG", "a picture (PNG)"},
    Signature{"\xFF\xD8\xFF", "a picture (JPEG)"},
    Signature{std::string_view("II*\0", 4), "a picture (TIFF)"},
    Signature{std::string_view("MM\0*", 4), "a picture (TIFF)"},
};

} // namespace

std::string_view picture_type(std::string_view bytes) {
    for (const Signature& signature : kPictures) {
        if (bytes.starts_with(signature.bytes)) {
            return signature.type;
        }
    }
    const bool is_webp =
        bytes.size() >= 12 && bytes.starts_with("RIFF") && bytes.substr(8).starts_with("WEBP");
    return is_webp ? "a picture (WebP)" : std::string_view();
}

std::string_view signature_type(std::string_view bytes) {
    if (const std::string_view picture = picture_type(bytes); !picture.empty()) {
        return picture;
    }
    for (const Signature& signature : kSignatures) {
        if (bytes.starts_with(signature.bytes)) {
            return signature.type;
        }
    }
    return {};
}

} // namespace sotto::extract
