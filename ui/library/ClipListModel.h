#pragma once

#include "annotation/document/ChangeEvent.h"
#include "annotation/domain/Entities.h"

#include <QAbstractListModel>
#include <QImage>

#include <vector>

namespace ecva {

class Document;
class ThumbnailCache;

/// The clips of the project that the search lets through, in order of addition. Holds ids only:
/// texts are read from the document when a row is painted.
class ClipListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { ClipIdRole = Qt::UserRole + 1 };

    /// What one row shows.
    struct Row
    {
        QString name;
        ClipStatus status = ClipStatus::Draft;
        Verdict verdict = Verdict::Undecided;
        QString label;          ///< class of the first segment that has one
        qint64 durationMs = -1; ///< -1: unknown
        bool missing = false;   ///< no video linked, or its file is gone
        QImage thumbnail;
    };

    ClipListModel(ThumbnailCache &thumbnails, QObject *parent = nullptr);

    /// Null: empty.
    void setDocument(Document *document);
    /// The one in the player; marked in the list.
    void setOpenClip(ClipId clip);
    ClipId openClip() const { return m_openClip; }
    /// An expression of ClipFilter. When it cannot be read the list stays and the reason is kept.
    void setFilter(const QString &expression);
    QString filterError() const { return m_filterError; }
    bool isFiltered() const { return !m_filter.isEmpty(); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    ClipId clipAt(int row) const;
    int rowOf(ClipId clip) const; ///< -1: not shown
    int totalCount() const;
    int finishedCount() const; ///< of all clips: submitted and further
    Row row(ClipId clip) const;
    /// The first clip after `from` (wrapping) whose status is draft or returned; 0 when there is
    /// none.
    ClipId nextUnfinished(ClipId from) const;

Q_SIGNALS:
    void countsChanged();

private:
    void rebuild();
    void onChanged(const ChangeEvent &event);
    QString describe(const Clip &clip) const;

    ThumbnailCache &m_thumbnails;
    Document *m_document = nullptr;
    QString m_filter;
    QString m_filterError;
    ClipId m_openClip;
    std::vector<ClipId> m_rows;
};

} // namespace ecva
