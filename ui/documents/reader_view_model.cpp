#include "ui/documents/reader_view_model.h"

#include "core/text/utf8.h"
#include "ui/bridge/text.h"

#include <QPointer>
#include <algorithm>
#include <string_view>
#include <utility>

namespace sotto::ui {

namespace {

ReaderViewModel::Kind kind_of(PassageKind kind) {
    switch (kind) {
    case PassageKind::page:
        return ReaderViewModel::Page;
    case PassageKind::section:
        return ReaderViewModel::Section;
    case PassageKind::paragraph:
        break;
    }
    return ReaderViewModel::Paragraph;
}

QString page_heading(const std::string& label) {
    return ReaderViewModel::tr("Page %1").arg(to_qstring(label));
}

QString failure(const Error& error) {
    return error.code == ErrorCode::not_found
               ? ReaderViewModel::tr("This document is no longer on this device.")
               : error_message(error);
}

} // namespace

ReaderViewModel::ReaderViewModel(Executor& main, Bound<Library>& library)
    : main_(main), library_(library) {}

QString ReaderViewModel::title() const {
    return to_qstring(layout_.document.title);
}

void ReaderViewModel::open(qint64 document, qint64 offset, qint64 length) {
    wanted_ = DocumentId{document};
    offset_ = offset;
    length_ = length;
    emit asked();
    if (wanted_ == shown_) {
        find_passage();
        return;
    }
    emit changed();
    library_.call([id = wanted_](
                      Library& library) { return library.documents().text(id).transform(lay_out); },
                  main_,
                  [self = QPointer(this), id = wanted_](Result<DocumentLayout> layout) {
                      if (self && self->wanted_ == id && self->shown_ != id) {
                          self->show(std::move(layout));
                      }
                  });
}

void ReaderViewModel::show(Result<DocumentLayout> layout) {
    beginResetModel();
    notice_ = layout ? QString() : failure(layout.error());
    shown_ = layout ? wanted_ : DocumentId{};
    layout_ = layout ? *std::move(layout) : DocumentLayout();
    passage_row_ = -1;
    endResetModel();
    find_passage();
}

void ReaderViewModel::find_passage() {
    const std::size_t row =
        offset_ < 0 ? layout_.passages.size() : passage_at(layout_.passages, offset_);
    passage_row_ = row < layout_.passages.size() ? static_cast<int>(row) : -1;
    if (!layout_.passages.empty()) {
        emit dataChanged(index(0), index(count() - 1),
                         {BeforeRole, PassageRole, AfterRole, PassageAtRole, MarkedRole});
    }
    emit changed();
    emit arrived();
}

void ReaderViewModel::close() {
    wanted_ = {};
    shown_ = {};
    beginResetModel();
    layout_ = {};
    endResetModel();
    notice_.clear();
    passage_row_ = -1;
    emit changed();
}

bool ReaderViewModel::is_marked(const TextPassage& passage) const {
    return offset_ >= 0 && passage.offset < offset_ + length_ &&
           passage.offset + passage.length > offset_;
}

ReaderViewModel::Parts ReaderViewModel::parts_of(const TextPassage& passage) const {
    const std::string_view text = layout_.text_of(passage);
    if (!is_marked(passage)) {
        return {text, {}, {}};
    }
    const std::size_t begin = advance_code_points(text, 0, offset_ - passage.offset);
    const std::size_t end =
        std::max(begin, advance_code_points(text, 0, offset_ + length_ - passage.offset));
    return {text.substr(0, begin), text.substr(begin, end - begin), text.substr(end)};
}

// A heading is shown by its label, not as it stands in the text.
QString ReaderViewModel::text_of(const TextPassage& passage) const {
    switch (passage.kind) {
    case PassageKind::page:
        return page_heading(passage.label);
    case PassageKind::section:
        return to_qstring(passage.label);
    case PassageKind::paragraph:
        break;
    }
    return to_qstring(layout_.text_of(passage));
}

int ReaderViewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ReaderViewModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const TextPassage& passage = layout_.passages[static_cast<std::size_t>(index.row())];
    switch (role) {
    case KindRole:
        return static_cast<int>(kind_of(passage.kind));
    case TextRole:
        return text_of(passage);
    case BeforeRole:
        return to_qstring(parts_of(passage).before).toHtmlEscaped();
    case PassageRole:
        return to_qstring(parts_of(passage).passage).toHtmlEscaped();
    case AfterRole:
        return to_qstring(parts_of(passage).after).toHtmlEscaped();
    case PassageAtRole:
        return static_cast<int>(to_qstring(parts_of(passage).before).size());
    case MarkedRole:
        return is_marked(passage);
    case ContinuedRole:
        return passage.is_continuation;
    case RightToLeftRole:
        return text_of(passage).isRightToLeft();
    default:
        return {};
    }
}

QHash<int, QByteArray> ReaderViewModel::roleNames() const {
    return {
        {KindRole, "kind"},       {TextRole, "text"},           {BeforeRole, "before"},
        {PassageRole, "passage"}, {AfterRole, "after"},         {PassageAtRole, "passageAt"},
        {MarkedRole, "marked"},   {ContinuedRole, "continued"}, {RightToLeftRole, "rightToLeft"}};
}

} // namespace sotto::ui
