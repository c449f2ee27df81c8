#pragma once

#include "ui/markdown/markdown.h"

#include <QtQml/qqmlregistration.h>

#include <QAbstractListModel>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::ui {

/// The blocks of one answer. Streaming is cheap: only the open block at the end is parsed again.
/// Runs on: the main thread.
class BlockList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

public:
    enum Role {
        KindRole = Qt::UserRole + 1,
        TextRole,
        LevelRole,
        LanguageRole,
        MarkerRole,
        IndentRole,
        QuoteRole,
        TightRole,
        RightToLeftRole,
        ColumnsRole,
        CellsRole,
    };
    /// MarkdownBlock::Kind for QML.
    enum Kind { Paragraph, Heading, Code, Table, Rule };
    Q_ENUM(Kind)

    using QAbstractListModel::QAbstractListModel;

    /// Adds Markdown at the end.
    void append(std::string_view utf8);

    /// The text is too long to be drawn whole.
    [[nodiscard]] bool is_cut() const { return is_cut_; }

    /// The targets of the text's links, each once.
    Q_INVOKABLE [[nodiscard]] QStringList links() const;

    /// What a screen reader says for the text.
    [[nodiscard]] QString spoken() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    void replace_from(std::size_t first, std::vector<MarkdownBlock> blocks);

    std::vector<MarkdownBlock> blocks_;
    std::size_t finished_blocks_ = 0;
    std::size_t bytes_ = 0;
    std::string open_; // the source after the finished blocks
    bool is_cut_ = false;
};

} // namespace sotto::ui
