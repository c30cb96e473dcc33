#include "annotation/domain/Names.h"

#include <array>
#include <utility>

namespace ecva {
namespace {

template <typename T>
struct Table;

template <>
struct Table<ClipStatus>
{
    static constexpr std::array rows{
        std::pair{ClipStatus::Draft, "draft"},        std::pair{ClipStatus::Submitted, "submitted"},
        std::pair{ClipStatus::InReview, "in_review"}, std::pair{ClipStatus::Returned, "returned"},
        std::pair{ClipStatus::Accepted, "accepted"},  std::pair{ClipStatus::Gold, "gold"}};
};

template <>
struct Table<Verdict>
{
    static constexpr std::array rows{std::pair{Verdict::Undecided, "undecided"},
                                     std::pair{Verdict::Anomaly, "anomaly"},
                                     std::pair{Verdict::NoAnomaly, "no_anomaly"},
                                     std::pair{Verdict::FileBroken, "file_broken"},
                                     std::pair{Verdict::NeedsClass, "needs_class"},
                                     std::pair{Verdict::CannotDecide, "cannot_decide"}};
};

template <>
struct Table<Task>
{
    static constexpr std::array rows{std::pair{Task::Description, "description"},
                                     std::pair{Task::Cause, "cause"},
                                     std::pair{Task::Result, "result"},
                                     std::pair{Task::Classification, "classification"},
                                     std::pair{Task::Time, "time"},
                                     std::pair{Task::Free, "free"}};
};

template <>
struct Table<AnswerRole>
{
    static constexpr std::array rows{
        std::pair{AnswerRole::Expert, "expert"}, std::pair{AnswerRole::Model, "model"},
        std::pair{AnswerRole::Masked, "masked"}, std::pair{AnswerRole::Gold, "gold"}};
};

template <>
struct Table<AnswerState>
{
    static constexpr std::array rows{std::pair{AnswerState::Open, "open"},
                                     std::pair{AnswerState::Accepted, "accepted"},
                                     std::pair{AnswerState::Rejected, "rejected"}};
};

template <>
struct Table<Settlement>
{
    static constexpr std::array rows{std::pair{Settlement::AcceptModel, "accept_model"},
                                     std::pair{Settlement::KeepExpert, "keep_expert"},
                                     std::pair{Settlement::Merge, "merge"},
                                     std::pair{Settlement::Reject, "reject"}};
};

template <>
struct Table<Basis>
{
    static constexpr std::array rows{std::pair{Basis::Frames, "frames"},
                                     std::pair{Basis::Seconds, "seconds"}};
};

template <typename T>
QString nameOf(T value)
{
    for (const auto &[candidate, name] : Table<T>::rows) {
        if (candidate == value)
            return QString::fromLatin1(name);
    }
    return {};
}

} // namespace

QString toName(ClipStatus value)
{
    return nameOf(value);
}
QString toName(Verdict value)
{
    return nameOf(value);
}
QString toName(Task value)
{
    return nameOf(value);
}
QString toName(AnswerRole value)
{
    return nameOf(value);
}
QString toName(AnswerState value)
{
    return nameOf(value);
}
QString toName(Settlement value)
{
    return nameOf(value);
}
QString toName(Basis value)
{
    return nameOf(value);
}

template <typename T>
std::optional<T> fromName(const QString &name)
{
    for (const auto &[candidate, text] : Table<T>::rows) {
        if (name == QLatin1String(text))
            return candidate;
    }
    return std::nullopt;
}

template <typename T>
QStringList names()
{
    QStringList all;
    for (const auto &row : Table<T>::rows)
        all.append(QString::fromLatin1(row.second));
    return all;
}

#define ECVA_INSTANTIATE_NAMES(T) \
    template std::optional<T> fromName<T>(const QString &); \
    template QStringList names<T>();
ECVA_INSTANTIATE_NAMES(ClipStatus)
ECVA_INSTANTIATE_NAMES(Verdict)
ECVA_INSTANTIATE_NAMES(Task)
ECVA_INSTANTIATE_NAMES(AnswerRole)
ECVA_INSTANTIATE_NAMES(AnswerState)
ECVA_INSTANTIATE_NAMES(Settlement)
ECVA_INSTANTIATE_NAMES(Basis)
#undef ECVA_INSTANTIATE_NAMES

} // namespace ecva
