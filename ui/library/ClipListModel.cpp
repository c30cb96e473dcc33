#include "ui/library/ClipListModel.h"

#include "annotation/document/Document.h"
#include "annotation/formats/ClipFilter.h"
#include "ui/library/ThumbnailCache.h"
#include "ui/workspace/Wording.h"

#include <QStringList>

#include <algorithm>
#include <utility>

namespace ecva {
namespace {

bool isUnfinished(const Clip &clip)
{
    return clip.status == ClipStatus::Draft || clip.status == ClipStatus::Returned;
}

} // namespace

ClipListModel::ClipListModel(ThumbnailCache &thumbnails, QObject *parent)
    : QAbstractListModel(parent)
    , m_thumbnails(thumbnails)
{
    connect(&thumbnails, &ThumbnailCache::loaded, this, [this](ClipId clip) {
        const int row = rowOf(clip);
        if (row >= 0)
            Q_EMIT dataChanged(index(row), index(row));
    });
}

void ClipListModel::setDocument(Document *document)
{
    if (m_document)
        m_document->disconnect(this);
    m_document = document;
    if (m_document)
        connect(m_document, &Document::changed, this, &ClipListModel::onChanged);
    rebuild();
}

void ClipListModel::setOpenClip(ClipId clip)
{
    const ClipId before = std::exchange(m_openClip, clip);
    for (const ClipId changed : {before, clip}) {
        if (const int row = rowOf(changed); row >= 0)
            Q_EMIT dataChanged(index(row), index(row));
    }
}

void ClipListModel::setFilter(const QString &expression)
{
    m_filter = expression.trimmed();
    rebuild();
}

void ClipListModel::rebuild()
{
    m_filterError.clear();
    std::vector<ClipId> rows;
    if (m_document) {
        const ProjectModel &model = m_document->model();
        const Result<ClipFilter> filter = ClipFilter::parse(m_filter);
        if (!filter)
            m_filterError = QString::fromStdString(filter.error().text());
        rows.reserve(model.clips().size());
        for (const auto &[id, clip] : model.clips()) {
            if (!filter || filter->isEmpty() || filter->matches(model, clip)
                || clip.name.contains(m_filter, Qt::CaseInsensitive))
                rows.push_back(id);
        }
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
    Q_EMIT countsChanged();
}

void ClipListModel::onChanged(const ChangeEvent &event)
{
    // A text that no longer matches stays listed until the next search: rows must not vanish under
    // the hand that edits them.
    if (event.clipsAddedOrRemoved || event.origin == ChangeEvent::Origin::Reload) {
        rebuild();
        return;
    }
    for (const ClipId clip : event.clips) {
        const int row = rowOf(clip);
        if (row >= 0)
            Q_EMIT dataChanged(index(row), index(row));
    }
    Q_EMIT countsChanged();
}

int ClipListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

ClipId ClipListModel::clipAt(int row) const
{
    return row >= 0 && row < rowCount() ? m_rows[static_cast<std::size_t>(row)] : ClipId{};
}

int ClipListModel::rowOf(ClipId clip) const
{
    // Ids grow with the rows.
    const auto found = std::lower_bound(m_rows.begin(), m_rows.end(), clip);
    return found != m_rows.end() && *found == clip ? static_cast<int>(found - m_rows.begin()) : -1;
}

int ClipListModel::totalCount() const
{
    return m_document ? static_cast<int>(m_document->model().clips().size()) : 0;
}

int ClipListModel::finishedCount() const
{
    if (!m_document)
        return 0;
    const auto &clips = m_document->model().clips();
    return static_cast<int>(std::count_if(
        clips.begin(), clips.end(), [](const auto &entry) { return !isUnfinished(entry.second); }));
}

ClipListModel::Row ClipListModel::row(ClipId clip) const
{
    Row row;
    const Clip *found = m_document ? m_document->model().clip(clip) : nullptr;
    if (!found)
        return row;
    row.name = found->name;
    row.status = found->status;
    row.verdict = found->verdict;
    row.missing = !found->media || m_thumbnails.isMissing(clip);
    if (found->cut)
        row.durationMs = found->cut->endMs - found->cut->beginMs;
    else if (found->media)
        row.durationMs = found->media->durationMs;
    for (const Segment *segment : m_document->model().segmentsOf(clip)) {
        if (!segment->label.isEmpty()) {
            row.label = segment->label;
            break;
        }
    }
    row.thumbnail = m_thumbnails.image(*m_document, *found);
    return row;
}

ClipId ClipListModel::nextUnfinished(ClipId from) const
{
    if (!m_document)
        return {};
    const auto &clips = m_document->model().clips();
    for (auto it = clips.upper_bound(from); it != clips.end(); ++it) {
        if (isUnfinished(it->second))
            return it->first;
    }
    for (auto it = clips.begin(); it != clips.end() && it->first < from; ++it) {
        if (isUnfinished(it->second))
            return it->first;
    }
    return {};
}

/// What the row's icons say.
QString ClipListModel::describe(const Clip &clip) const
{
    QStringList parts{displayName(clip.status)};
    if (!clip.media || m_thumbnails.isMissing(clip.id))
        parts.append(tr("No video"));
    if (clip.id == m_openClip)
        parts.append(tr("In the player"));
    return parts.join(QStringLiteral(", "));
}

QVariant ClipListModel::data(const QModelIndex &index, int role) const
{
    const ClipId clip = clipAt(index.row());
    const Clip *found = m_document ? m_document->model().clip(clip) : nullptr;
    if (!found)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return found->name;
    case Qt::AccessibleDescriptionRole:
        return describe(*found);
    case Qt::ToolTipRole:
        return m_document->absoluteMediaPath(*found);
    case ClipIdRole:
        return QVariant::fromValue<qint64>(clip.value);
    default:
        return {};
    }
}

} // namespace ecva
