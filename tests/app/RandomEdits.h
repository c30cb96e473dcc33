#pragma once

#include "annotation/document/Document.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

#include <iterator>
#include <optional>

namespace ecva::test {

/// Random ops that fit the project as it is, of all kinds; the same seed gives the same ones.
class RandomEdits
{
public:
    explicit RandomEdits(const Document &document, quint32 seed)
        : m_model(document.model())
        , m_random(seed)
    {
    }

    /// One line for EditOps; every kind comes round, those that fit nothing are left out.
    QByteArray next()
    {
        for (;;) {
            QJsonObject op = make(m_random.bounded(22));
            if (!op.isEmpty())
                return QJsonDocument(op).toJson(QJsonDocument::Compact);
        }
    }

private:
    template <typename Map>
    qint64 pick(const Map &map)
    {
        if (map.empty())
            return 0;
        auto at = map.begin();
        std::advance(at, m_random.bounded(int(map.size())));
        return at->first.value;
    }

    QString text()
    {
        static const QString letters = QStringLiteral("abc \"\\\n三é😀/[]{}'");
        QString made = QStringLiteral("t");
        for (int i = m_random.bounded(40); i > 0; --i)
            made += letters[m_random.bounded(int(letters.size()))];
        // Half a smile is made whole by the document, but JSON cannot carry it here.
        return QString::fromUtf8(made.toUtf8());
    }

    QJsonObject make(int kind)
    {
        const qint64 clip = pick(m_model.clips());
        const qint64 segment = pick(m_model.segments());
        const qint64 answer = pick(m_model.answers());
        const Clip *known = m_model.clip(ClipId{clip});
        const bool framed = known && known->media;
        const int at = m_random.bounded(290);
        static const char *const roles[] = {"expert", "model", "masked", "gold"};
        static const char *const tasks[]
            = {"description", "cause", "result", "classification", "free"};
        switch (kind) {
        case 0:
            return {{"op", "clip.add"},
                    {"path", QStringLiteral("r%1.mp4").arg(m_random.generate())},
                    {"missing", true}};
        case 1:
            return {
                {"op", "clip.set"}, {"clip", clip}, {"status", "in_review"}, {"remark", text()}};
        case 2:
            return {{"op", "clip.set"},
                    {"clip", known->path},
                    {"verdict", "no_anomaly"},
                    {"assignee", text()}};
        case 3: // rarely: much hangs on a clip
            return m_random.bounded(6) == 0 && m_model.clips().size() > 3
                       ? QJsonObject{{"op", "clip.remove"}, {"clip", clip}}
                       : QJsonObject();
        case 4:
        case 5:
            if (framed)
                return {{"op", "segment.add"},
                        {"clip", clip},
                        {"begin", at},
                        {"end", at + 1 + m_random.bounded(10)},
                        {"label", "cuva:7-1"}};
            return {{"op", "segment.add"},
                    {"clip", clip},
                    {"begin_ms", at},
                    {"end_ms", at + 5},
                    {"track", "round2"}};
        case 6:
            return segment ? QJsonObject{{"op", "segment.set"},
                                         {"id", segment},
                                         {"severity", 1 + m_random.bounded(5)}}
                           : QJsonObject();
        case 7: {
            const Segment *found = m_model.segment(SegmentId{segment});
            return found && found->basis == Basis::Frames ? QJsonObject{{"op", "segment.set"},
                                                                        {"id", segment},
                                                                        {"begin", 0},
                                                                        {"end", 1 + at},
                                                                        {"label", ""}}
                                                          : QJsonObject();
        }
        case 8:
            return segment ? QJsonObject{{"op", "segment.delete"}, {"id", segment}} : QJsonObject();
        case 9: {
            const Segment *found = m_model.segment(SegmentId{segment});
            return found && found->basis == Basis::Frames && found->frames.length() > 1
                       ? QJsonObject{{"op", "segment.split"},
                                     {"id", segment},
                                     {"at", qint64(found->frames.begin.value + 1)}}
                       : QJsonObject();
        }
        case 10: {
            const Segment *one = m_model.segment(SegmentId{segment});
            for (const Segment *other :
                 one ? m_model.segmentsOf(one->clip) : std::vector<const Segment *>()) {
                if (other->id != one->id && other->track == one->track
                    && other->basis == one->basis)
                    return {{"op", "segment.merge"},
                            {"ids", QJsonArray{segment, qint64(other->id.value)}}};
            }
            return {};
        }
        case 11:
            return segment ? QJsonObject{{"op", "segment.duplicate"},
                                         {"id", segment},
                                         {"track", "gold"}}
                           : QJsonObject();
        case 12:
        case 13:
            return {{"op", "qa.set"},     {"clip", clip},     {"task", tasks[m_random.bounded(5)]},
                    {"question", text()}, {"answer", text()}, {"role", roles[m_random.bounded(4)]}};
        case 14: {
            const Segment *found = m_model.segment(SegmentId{segment});
            return found ? QJsonObject{{"op", "qa.set"},
                                       {"clip", qint64(found->clip.value)},
                                       {"segment", segment},
                                       {"task", "cause"},
                                       {"answer", m_random.bounded(3) ? text() : QString()},
                                       {"provenance", QJsonObject{{"seed", 1}}}}
                         : QJsonObject();
        }
        case 15:
            return answer
                       ? QJsonObject{{"op", "answer.state"}, {"id", answer}, {"state", "accepted"}}
                       : QJsonObject();
        case 16: {
            const qint64 item = pick(m_model.items());
            return item ? QJsonObject{{"op", "question.set"}, {"id", item}, {"question", text()}}
                        : QJsonObject();
        }
        case 17:
            return {{"op", "keysentence.add"},
                    {"clip", clip},
                    {"text", text()},
                    {"weight", m_random.generateDouble()}};
        case 18: {
            const qint64 sentence = pick(m_model.keySentences());
            if (!sentence)
                return {};
            if (m_random.bounded(2))
                return {{"op", "keysentence.delete"}, {"id", sentence}};
            return {{"op", "keysentence.set"}, {"id", sentence}, {"text", text()}};
        }
        case 19: {
            const qint64 mark = pick(m_model.keyFrames());
            if (mark && m_random.bounded(3) == 0)
                return {{"op", "keyframe.unmark"}, {"id", mark}};
            return framed ? QJsonObject{{"op", "keyframe.mark"}, {"clip", clip}, {"frame", at}}
                          : QJsonObject();
        }
        case 20:
            return {{"op", "settings.set"}, {"key_sentence_max", 4 + m_random.bounded(5)}};
        default: {
            QJsonArray ops;
            for (int i = 0; i < 3; ++i)
                ops.append(
                    QJsonObject{{"op", "keysentence.add"}, {"clip", clip}, {"text", text()}});
            ops.append(QJsonObject{{"op", "clip.set"}, {"clip", clip}, {"remark", text()}});
            return {{"op", "batch"}, {"name", "several"}, {"ops", ops}};
        }
        }
    }

    const ProjectModel &m_model;
    QRandomGenerator m_random;
};

} // namespace ecva::test
