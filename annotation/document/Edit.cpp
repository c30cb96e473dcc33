#include "annotation/document/Edit.h"

#include "annotation/document/EditState.h"
#include "annotation/document/FrameTimes.h"
#include "core/media/VideoIndex.h"

#include <QDateTime>
#include <QFileInfo>
#include <nlohmann/json.hpp>

namespace ecva {

bool makeStorable(Row &row)
{
    bool changed = false;
    for (Value &value : row) {
        QString *text = std::get_if<QString>(&value);
        if (text && !text->isValidUtf16()) {
            *text = QString::fromUtf8(text->toUtf8());
            changed = true;
        }
    }
    return changed;
}

Result<void> checkJson(const QByteArray &json, const char *field)
{
    if (!json.isEmpty() && !nlohmann::json::accept(json.begin(), json.end()))
        return fail(ErrorCode::InvalidArgument, std::string(field) + " is not JSON");
    return {};
}

Edit::Impl::Impl(const Document &document, QString command)
    : document(document)
    , base(document.model())
    , revision(document.revision())
    , command(std::move(command))
    , now(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs))
{
}

void Edit::Impl::record(Table table, qint64 id, std::optional<Row> before, std::optional<Row> after)
{
    const auto [place, isNew] = places.emplace(std::pair{table, id}, changes.size());
    if (isNew)
        changes.push_back({table, id, std::move(before), std::move(after)});
    else
        changes[place->second].after = std::move(after);
}

void Edit::Impl::putSettings(const ProjectSettings &settings)
{
    // Settings that are as they come have no row.
    const auto rowOf = [](const ProjectSettings &of) {
        return of == ProjectSettings() ? std::nullopt : std::optional<Row>(toRow(of));
    };
    auto row = rowOf(settings);
    if (row)
        makeStorable(*row);
    record(Table::Settings, 0, rowOf(this->settings()), std::move(row));
    ModelWriter(own).setSettings(settings);
}

const ProjectSettings &Edit::Impl::settings() const
{
    return places.contains({Table::Settings, 0}) ? own.settings() : base.settings();
}

std::shared_ptr<const VideoIndex> Edit::Impl::indexOf(const Clip &clip) const
{
    const auto own = indexes.find(clip.id);
    if (own == indexes.end())
        return document.videoIndex(clip.id);
    return clip.media && own->second && matches(*clip.media, *own->second) ? own->second : nullptr;
}

Result<void> Edit::Impl::setFrames(Segment &segment, const Clip &clip, FrameRange frames) const
{
    const std::string who = "clip " + std::to_string(clip.id.value);
    if (!clip.media)
        return fail(ErrorCode::InvalidArgument,
                    who + " has no video: its segments are given in milliseconds, not in frames");
    const auto times = frameTimes(*clip.media, indexOf(clip).get(), frames);
    if (!times)
        return fail(times.error().code, who + ": " + times.error().message);
    segment.basis = Basis::Frames;
    segment.frames = frames;
    segment.beginPts = times->beginPts;
    segment.endPts = times->endPts;
    segment.time = times->time;
    return {};
}

Edit::Edit(const Document &document, QString command)
    : m_impl(std::make_unique<Impl>(document, std::move(command)))
{
}

Edit::~Edit() = default;
Edit::Edit(Edit &&) noexcept = default;
Edit &Edit::operator=(Edit &&) noexcept = default;

void Edit::setMergeKey(const QString &key)
{
    m_impl->mergeKey = key;
}

void Edit::setVideoIndex(ClipId clip, std::shared_ptr<const VideoIndex> index)
{
    m_impl->indexes[clip] = std::move(index);
}

const Segment *Edit::segment(SegmentId id) const
{
    return m_impl->find<Segment>(id);
}

const ProjectSettings &Edit::settings() const
{
    return m_impl->settings();
}

bool Edit::isEmpty() const
{
    for (const RowChange &change : m_impl->changes) {
        if (change.before != change.after)
            return false;
    }
    return true;
}

QString Edit::command() const
{
    return m_impl->command;
}

Result<ClipId> Edit::addClip(const NewClip &clip)
{
    Clip made;
    made.path = m_impl->document.storedMediaPath(clip.path);
    if (made.path.isEmpty())
        return fail(ErrorCode::InvalidArgument, "a clip needs the path of its video");
    if (clip.cut && (clip.cut->beginMs < 0 || clip.cut->beginMs >= clip.cut->endMs))
        return fail(ErrorCode::InvalidArgument, "cut: end " + std::to_string(clip.cut->endMs)
                                                    + " ms <= begin "
                                                    + std::to_string(clip.cut->beginMs) + " ms");
    made.name = clip.name.isEmpty() ? QFileInfo(made.path).fileName() : clip.name;
    made.media = clip.media;
    made.cut = clip.cut;
    made.verdict = clip.verdict;
    made.remark = clip.remark;
    made.id = m_impl->newId<Clip>();
    m_impl->put(made);
    return made.id;
}

Result<void> Edit::setClip(ClipId id, const ClipPatch &patch)
{
    const auto found = m_impl->get<Clip>(id);
    if (!found)
        return fail(found);
    Clip clip = **found;
    if (patch.name && patch.name->trimmed().isEmpty())
        return fail(ErrorCode::InvalidArgument,
                    "clip " + std::to_string(id.value) + ": the name is empty");
    clip.name = patch.name.value_or(clip.name);
    clip.status = patch.status.value_or(clip.status);
    clip.verdict = patch.verdict.value_or(clip.verdict);
    clip.assignee = patch.assignee.value_or(clip.assignee);
    clip.remark = patch.remark.value_or(clip.remark);
    m_impl->put(std::move(clip));
    return {};
}

Result<void> Edit::removeClip(ClipId id)
{
    if (const auto found = m_impl->get<Clip>(id); !found)
        return fail(found);
    for (const QaItem *item : m_impl->children(&ProjectModel::itemsOf, id))
        m_impl->removeItem(item->id);
    for (const Segment *segment : m_impl->children(&ProjectModel::segmentsOf, id))
        m_impl->remove<Segment>(segment->id);
    for (const KeySentence *sentence : m_impl->children(&ProjectModel::keySentencesOf, id))
        m_impl->remove<KeySentence>(sentence->id);
    for (const KeyFrame *mark : m_impl->children(&ProjectModel::keyFramesOf, id))
        m_impl->remove<KeyFrame>(mark->id);
    for (const SourceRow *row : m_impl->children(&ProjectModel::sourceRowsOf, id))
        m_impl->remove<SourceRow>(row->id);
    m_impl->remove<Clip>(id);
    return {};
}

Result<void> Edit::linkMedia(ClipId id, const QString &path, const MediaFacts &facts,
                             const VideoIndex &index)
{
    const auto found = m_impl->get<Clip>(id);
    if (!found)
        return fail(found);
    const QString stored = m_impl->document.storedMediaPath(path);
    if (stored.isEmpty())
        return fail(ErrorCode::InvalidArgument, "linking needs the path of the video");
    if (!matches(facts, index))
        return fail(ErrorCode::InvalidArgument, "the facts of the video are not those of its index",
                    path.toStdString());
    const std::optional<MediaFacts> former = (*found)->media;
    Clip clip = **found;
    clip.path = stored;
    clip.media = facts;
    m_impl->put(clip);
    if (former == facts)
        return {}; // the same video at another place: no time changes

    const FrameIndex last = index.lastFrame();
    for (const Segment *each : m_impl->children(&ProjectModel::segmentsOf, id)) {
        Segment segment = *each;
        // Times that came from a source stay the truth; times that a person marked on another
        // video are as exact as its time stamps.
        qint64 beginMs = segment.time.beginMs;
        qint64 endMs = segment.time.endMs;
        FrameRange frames{firstFrameAtOrAfter(index, beginMs), firstFrameAtOrAfter(index, endMs)};
        if (segment.basis == Basis::Frames && former && former->frames == facts.frames)
            frames = segment.frames; // re-encoded, frame for frame
        if (frames.begin > last) {
            // Beyond the end of this video: kept in seconds, for a person to look at.
            segment.basis = Basis::Seconds;
            m_impl->put(std::move(segment));
            continue;
        }
        if (frames.end <= frames.begin) // shorter than a frame
            frames.end = FrameIndex(frames.begin.value + 1);
        const auto times = frameTimes(facts, &index, frames);
        if (!times)
            return fail(times);
        segment.basis = Basis::Frames;
        segment.frames = frames;
        segment.beginPts = times->beginPts;
        segment.endPts = times->endPts;
        m_impl->put(std::move(segment));
    }
    for (const KeyFrame *each : m_impl->children(&ProjectModel::keyFramesOf, id)) {
        KeyFrame mark = *each;
        mark.frame = std::min(mark.frame, last);
        mark.pts = index.entries()[std::size_t(mark.frame.value)].pts;
        m_impl->put(std::move(mark));
    }
    return {};
}

Result<SourceId> Edit::addSource(const Source &source)
{
    if (auto valid = checkJson(source.report, "the report"); !valid)
        return fail(valid);
    Source made = source;
    made.id = m_impl->newId<Source>();
    m_impl->put(made);
    return made.id;
}

Result<SourceRowId> Edit::addSourceRow(const SourceRow &row)
{
    if (const auto source = m_impl->get<Source>(row.source); !source)
        return fail(source);
    if (const auto clip = m_impl->get<Clip>(row.clip); !clip)
        return fail(clip);
    if (auto valid = checkJson(row.cells, "a source row"); !valid)
        return fail(valid);
    SourceRow made = row;
    made.id = m_impl->newId<SourceRow>();
    m_impl->put(made);
    return made.id;
}

Result<void> Edit::setSettings(const ProjectSettings &settings)
{
    if (settings.keySentenceMin < 0 || settings.keySentenceMax < settings.keySentenceMin)
        return fail(ErrorCode::InvalidArgument,
                    "settings: key sentences from " + std::to_string(settings.keySentenceMin)
                        + " to " + std::to_string(settings.keySentenceMax));
    if (settings.keySentenceWords < 1 || settings.keySentenceCharacters < 1)
        return fail(ErrorCode::InvalidArgument,
                    "settings: a key sentence may have at least one word and one character");
    if (settings.activeRound.trimmed().isEmpty())
        return fail(ErrorCode::InvalidArgument, "settings: the active round has no name");
    m_impl->putSettings(settings);
    return {};
}

} // namespace ecva
