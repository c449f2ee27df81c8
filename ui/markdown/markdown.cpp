#include "ui/markdown/markdown.h"

#include "core/text/markdown_source.h"
#include "ui/bridge/text.h"
#include "ui/markdown/entity.h"

#include <md4c.h>

#include <QUrl>
#include <array>
#include <string>
#include <utility>

namespace sotto::ui {

namespace {

constexpr int kDeepest = 6;          // deeper lists and quotations are drawn at this depth
constexpr qsizetype kMaxCells = 600; // a table's rows beyond this are left out

/// Collects md4c's events into flat blocks.
class Builder {
public:
    explicit Builder(std::size_t limit) : limit_(limit) {}

    int enter_block(MD_BLOCKTYPE type, void* detail);
    int leave_block(MD_BLOCKTYPE type);
    int enter_span(MD_SPANTYPE type, void* detail);
    int leave_span(MD_SPANTYPE type);
    int text(MD_TEXTTYPE type, std::string_view bytes);

    std::vector<MarkdownBlock> take() {
        flush();
        return std::move(blocks_);
    }

private:
    struct List {
        bool is_ordered;
        unsigned next_number;
        bool is_tight;
    };

    void begin_item(const MD_BLOCK_LI_DETAIL& item);
    void open(MarkdownBlock::Kind kind);
    void end_cell();
    void flush();
    void add(QStringView rich);
    void add(QStringView rich, QStringView plain);

    std::size_t limit_;
    std::vector<MarkdownBlock> blocks_;
    std::vector<List> lists_;
    std::vector<bool> links_; // per open link or image: whether it has an <a> to close
    MarkdownBlock block_;
    QString plain_; // the text without marks
    QString cell_;
    QString plain_cell_;
    QString marker_;
    int quote_ = 0;
    bool is_open_ = false;
    bool in_cell_ = false;
};

QString attribute(const MD_ATTRIBUTE& value) {
    // `value` is written with entities and escapes; md4c hands the pieces over, decoded or not.
    QString text;
    for (unsigned i = 0; value.substr_offsets != nullptr && value.substr_offsets[i] < value.size;
         ++i) {
        const MD_OFFSET begin = value.substr_offsets[i];
        const QString piece =
            to_qstring(without_borders({value.text + begin, value.substr_offsets[i + 1] - begin}));
        text += value.substr_types[i] == MD_TEXT_ENTITY && piece == u"&amp;" ? QStringLiteral("&")
                                                                             : piece;
    }
    return text;
}

void Builder::open(MarkdownBlock::Kind kind) {
    flush();
    block_ = {};
    block_.kind = kind;
    block_.quote = std::min(quote_, kDeepest);
    block_.indent = std::min(static_cast<int>(lists_.size()), kDeepest);
    block_.is_tight = !lists_.empty() && lists_.back().is_tight;
    block_.marker = std::exchange(marker_, {});
    plain_.clear();
    is_open_ = true;
}

void Builder::flush() {
    if (!is_open_) {
        return;
    }
    is_open_ = false;
    block_.is_right_to_left = plain_.isRightToLeft();
    if (block_.kind == MarkdownBlock::Kind::paragraph ||
        block_.kind == MarkdownBlock::Kind::heading) {
        block_.plain = std::move(plain_);
    }
    if (block_.kind == MarkdownBlock::Kind::code && block_.text.endsWith(u'\n')) {
        block_.text.chop(1);
    }
    blocks_.push_back(std::move(block_));
}

void Builder::add(QStringView rich) {
    (in_cell_ ? cell_ : block_.text) += rich;
}

void Builder::add(QStringView rich, QStringView plain) {
    add(rich);
    plain_ += plain;
    if (in_cell_) {
        plain_cell_ += plain;
    }
}

void Builder::begin_item(const MD_BLOCK_LI_DETAIL& item) {
    List& list = lists_.back();
    if (item.is_task != 0) {
        marker_ = item.task_mark == ' ' ? QStringLiteral("☐") : QStringLiteral("☑");
    } else if (list.is_ordered) {
        marker_ = QString::number(list.next_number++) + u'.';
    } else {
        marker_ = QStringLiteral("•");
    }
}

int Builder::enter_block(MD_BLOCKTYPE type, void* detail) {
    if (blocks_.size() >= limit_) {
        return 1; // enough: md4c stops here
    }
    switch (type) {
    case MD_BLOCK_QUOTE:
        flush();
        ++quote_;
        break;
    case MD_BLOCK_UL:
        flush();
        lists_.push_back({false, 0, static_cast<MD_BLOCK_UL_DETAIL*>(detail)->is_tight != 0});
        break;
    case MD_BLOCK_OL: {
        flush();
        const auto* list = static_cast<MD_BLOCK_OL_DETAIL*>(detail);
        lists_.push_back({true, list->start, list->is_tight != 0});
        break;
    }
    case MD_BLOCK_LI:
        flush();
        begin_item(*static_cast<MD_BLOCK_LI_DETAIL*>(detail));
        break;
    case MD_BLOCK_HR:
        open(MarkdownBlock::Kind::rule);
        flush();
        break;
    case MD_BLOCK_H:
        open(MarkdownBlock::Kind::heading);
        block_.level = static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
        break;
    case MD_BLOCK_CODE:
        open(MarkdownBlock::Kind::code);
        block_.language = attribute(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->lang);
        break;
    case MD_BLOCK_P:
        open(MarkdownBlock::Kind::paragraph);
        break;
    case MD_BLOCK_TABLE:
        open(MarkdownBlock::Kind::table);
        block_.columns = static_cast<int>(static_cast<MD_BLOCK_TABLE_DETAIL*>(detail)->col_count);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        in_cell_ = true;
        cell_.clear();
        plain_cell_.clear();
        break;
    default:
        break;
    }
    return 0;
}

void Builder::end_cell() {
    in_cell_ = false;
    if (block_.cells.size() < kMaxCells) {
        block_.cells.push_back(cell_);
        block_.plain_cells.push_back(plain_cell_);
    }
}

int Builder::leave_block(MD_BLOCKTYPE type) {
    switch (type) {
    case MD_BLOCK_QUOTE:
        flush();
        --quote_;
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        flush();
        lists_.pop_back();
        break;
    case MD_BLOCK_LI:
        if (!marker_.isEmpty()) { // an item with nothing in it still has its sign
            open(MarkdownBlock::Kind::paragraph);
        }
        flush();
        break;
    case MD_BLOCK_H:
    case MD_BLOCK_CODE:
    case MD_BLOCK_P:
    case MD_BLOCK_TABLE:
        flush();
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        end_cell();
        break;
    default:
        break;
    }
    return 0;
}

int Builder::enter_span(MD_SPANTYPE type, void* detail) {
    if (!is_open_) { // a tight list item holds its text without a paragraph
        open(MarkdownBlock::Kind::paragraph);
    }
    switch (type) {
    case MD_SPAN_EM:
        add(u"<i>");
        break;
    case MD_SPAN_STRONG:
        add(u"<b>");
        break;
    case MD_SPAN_DEL:
        add(u"<s>");
        break;
    case MD_SPAN_CODE:
        add(u"<code>");
        break;
    case MD_SPAN_A:
    case MD_SPAN_IMG: {
        const QString target =
            attribute(type == MD_SPAN_A ? static_cast<MD_SPAN_A_DETAIL*>(detail)->href
                                        : static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src);
        // An image's own alternative text may hold links; a link inside a link stays text.
        const bool is_link = links_.empty() && is_safe_link(target);
        links_.push_back(is_link);
        if (is_link) {
            add(QStringLiteral("<a href=\"%1\">").arg(target.toHtmlEscaped()));
        }
        break;
    }
    default:
        break;
    }
    return 0;
}

int Builder::leave_span(MD_SPANTYPE type) {
    switch (type) {
    case MD_SPAN_EM:
        add(u"</i>");
        break;
    case MD_SPAN_STRONG:
        add(u"</b>");
        break;
    case MD_SPAN_DEL:
        add(u"</s>");
        break;
    case MD_SPAN_CODE:
        add(u"</code>");
        break;
    case MD_SPAN_A:
    case MD_SPAN_IMG:
        if (links_.back()) {
            add(u"</a>");
        }
        links_.pop_back();
        break;
    default:
        break;
    }
    return 0;
}

int Builder::text(MD_TEXTTYPE type, std::string_view bytes) {
    if (!is_open_) {
        open(MarkdownBlock::Kind::paragraph);
    }
    const QString words = to_qstring(without_borders(bytes));
    if (block_.kind == MarkdownBlock::Kind::code) {
        block_.text += type == MD_TEXT_NULLCHAR ? QString(QChar::ReplacementCharacter) : words;
        return 0;
    }
    switch (type) {
    case MD_TEXT_NULLCHAR:
        add(QString(QChar::ReplacementCharacter));
        break;
    case MD_TEXT_BR:
        add(u"<br/>", u"\n");
        break;
    case MD_TEXT_SOFTBR:
        add(u" ", u" ");
        break;
    case MD_TEXT_ENTITY:
        add(words, entity_text(words)); // "&name;" or "&#number;", which becomes one character
        break;
    default:
        add(words.toHtmlEscaped(), words);
        break;
    }
    return 0;
}

} // namespace

bool is_safe_link(const QString& target) {
    const QString scheme = QUrl(target, QUrl::StrictMode).scheme();
    return scheme == u"http" || scheme == u"https" || scheme == u"mailto";
}

std::vector<MarkdownBlock> parse_markdown(std::string_view utf8, std::size_t limit) {
    MD_PARSER parser{};
    parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS |
                   MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_NOHTML;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
        return static_cast<Builder*>(self)->enter_block(type, detail);
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void*, void* self) {
        return static_cast<Builder*>(self)->leave_block(type);
    };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
        return static_cast<Builder*>(self)->enter_span(type, detail);
    };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* self) {
        return static_cast<Builder*>(self)->leave_span(type);
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
        return static_cast<Builder*>(self)->text(type, {text, size});
    };
    Builder builder(limit);
    const std::string source = prepared_markdown(utf8);
    md_parse(source.data(), static_cast<MD_SIZE>(source.size()), &parser, &builder);
    return builder.take();
}

} // namespace sotto::ui
