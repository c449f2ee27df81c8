#include "app/extract/pdf/page_reader.h"

#include "app/extract/pdf/poppler.h"
#include "app/extract/pdf/visible_text.h"

#include <algorithm>

namespace sotto::extract {

namespace {

// The messages of Poppler quote the document.
void ignore_message(ErrorCategory /*category*/, Goffset /*position*/, const char* /*message*/) {}

// Links are only drawn as boxes around their text.
bool is_drawn(Annot* annotation, void* /*closure*/) {
    return annotation->getType() != Annot::typeLink;
}

} // namespace

// What Poppler needs as long as a document is open.
struct PdfReader::Library {
    GlobalParamsIniter parameters{&ignore_message};
};

PdfReader::PdfReader(std::string_view bytes)
    : library_(std::make_unique<Library>()),
      // The document owns the stream.
      document_(std::make_unique<PDFDoc>(
          new MemStream(bytes.data(), 0, static_cast<Goffset>(bytes.size()), Object(objNull)))) {
    setErrorCallback(&ignore_message);
}

PdfReader::~PdfReader() = default;

bool PdfReader::is_ok() const {
    return document_->isOk();
}

bool PdfReader::is_locked() const {
    return !document_->isOk() && document_->getErrorCode() == errEncrypted;
}

int PdfReader::pages() const {
    return document_->getNumPages();
}

std::string PdfReader::title() const {
    const auto title = document_->getDocInfoTitle();
    return title ? TextStringToUtf8(title->toStr()) : std::string();
}

PdfPage PdfReader::read(int number) const {
    const auto read_with = [this, number](VisibleText& text) {
        constexpr double kPointsPerInch = 72;
        document_->displayPage(&text, number, kPointsPerInch, kPointsPerInch, 0, false, true, false,
                               nullptr, nullptr, &is_drawn, nullptr, true);
    };
    VisibleText text(Unpainted::keep);
    read_with(text);
    if (text.has_stray_text()) {
        VisibleText painted(Unpainted::drop);
        read_with(painted);
        return {painted.words(), painted.has_hidden_text()};
    }
    return {text.words(), text.has_hidden_text()};
}

} // namespace sotto::extract
