#include "ui/markdown/block_list.h"

#include "core/text/utf8.h"
#include "ui/markdown/finished_length.h"
#include "ui/markdown/speakable.h"

#include <QRegularExpression>
#include <QTextDocumentFragment>
#include <algorithm>
#include <iterator>
#include <utility>

namespace sotto::ui {

namespace {

// At most this much of one answer is drawn; copying gives all of it.
constexpr std::size_t kMaxBlocks = 400;
constexpr std::size_t kMaxBytes = 100'000;
// A longer open block is closed as it is, so that parsing stays linear.
constexpr std::size_t kMaxOpenBytes = 16'000;

std::size_t last_word_end(std::string_view text) {
    const std::size_t space = text.find_last_of(" \n");
    return space == std::string_view::npos ? text.size() : space + 1;
}

} // namespace

void BlockList::append(std::string_view utf8) {
    if (is_cut_) {
        return;
    }
    const std::size_t room = kMaxBytes - bytes_;
    if (utf8.size() > room) {
        is_cut_ = true;
        utf8 = utf8.substr(0, floor_char_boundary(utf8, room));
    }
    bytes_ += utf8.size();
    open_ += utf8;
    const std::size_t left = kMaxBlocks - finished_blocks_;
    std::size_t finished = finished_length(open_);
    if (open_.size() - finished > kMaxOpenBytes) {
        finished = last_word_end(open_);
    }
    if (finished > 0) {
        std::vector<MarkdownBlock> done =
            parse_markdown(std::string_view(open_).substr(0, finished), left);
        const std::size_t count = done.size();
        open_.erase(0, finished);
        std::vector<MarkdownBlock> tail = parse_markdown(open_, left - std::min(left, count));
        std::ranges::move(tail, std::back_inserter(done));
        replace_from(finished_blocks_, std::move(done));
        finished_blocks_ += count;
    } else {
        replace_from(finished_blocks_, parse_markdown(open_, left));
    }
    is_cut_ = is_cut_ || finished_blocks_ >= kMaxBlocks;
}

void BlockList::replace_from(std::size_t first, std::vector<MarkdownBlock> blocks) {
    const std::size_t old_count = blocks_.size() - first;
    const std::size_t common = std::min(old_count, blocks.size());
    for (std::size_t i = 0; i < common; ++i) {
        if (blocks_[first + i] != blocks[i]) {
            blocks_[first + i] = std::move(blocks[i]);
            const QModelIndex changed = index(static_cast<int>(first + i));
            emit dataChanged(changed, changed);
        }
    }
    if (blocks.size() > common) {
        beginInsertRows({}, static_cast<int>(first + common),
                        static_cast<int>(first + blocks.size()) - 1);
        std::move(blocks.begin() + static_cast<std::ptrdiff_t>(common), blocks.end(),
                  std::back_inserter(blocks_));
        endInsertRows();
    } else if (old_count > common) {
        beginRemoveRows({}, static_cast<int>(first + common), static_cast<int>(blocks_.size()) - 1);
        blocks_.resize(first + common);
        endRemoveRows();
    }
}

QStringList BlockList::links() const {
    // This is our own rich text, in which every link looks like this.
    static const QRegularExpression kLink(QStringLiteral("<a href=\"([^\"]*)\">"));
    QStringList found;
    for (const MarkdownBlock& block : blocks_) {
        if (block.kind == MarkdownBlock::Kind::code) {
            continue;
        }
        const QString text = block.text + block.cells.join(u' ');
        for (const QRegularExpressionMatch& match : kLink.globalMatch(text)) {
            found << QTextDocumentFragment::fromHtml(match.captured(1)).toPlainText();
        }
    }
    found.removeDuplicates();
    return found;
}

QString BlockList::spoken() const {
    return speakable_text(blocks_);
}

int BlockList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(blocks_.size());
}

QVariant BlockList::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const MarkdownBlock& block = blocks_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case KindRole:
        return static_cast<int>(block.kind);
    case TextRole:
        return block.text;
    case LevelRole:
        return block.level;
    case LanguageRole:
        return block.language;
    case MarkerRole:
        return block.marker;
    case IndentRole:
        return block.indent;
    case QuoteRole:
        return block.quote;
    case TightRole:
        return block.is_tight;
    case RightToLeftRole:
        return block.is_right_to_left;
    case ColumnsRole:
        return block.columns;
    case CellsRole:
        return block.cells;
    default:
        return {};
    }
}

QHash<int, QByteArray> BlockList::roleNames() const {
    return {{KindRole, "kind"},         {TextRole, "text"},     {LevelRole, "level"},
            {LanguageRole, "language"}, {MarkerRole, "marker"}, {IndentRole, "indent"},
            {QuoteRole, "quote"},       {TightRole, "tight"},   {RightToLeftRole, "rightToLeft"},
            {ColumnsRole, "columns"},   {CellsRole, "cells"}};
}

} // namespace sotto::ui
