#include "ui/model/Precision.h"

#include <QCoreApplication>

namespace ecva {
namespace {

struct Entry
{
    DType type;
    const char *name;
    const char *hint;
};

constexpr Entry kEntries[] = {
    {DType::Fp32, "fp32", QT_TRANSLATE_NOOP("Precision", "The reference: exact, 4 bytes a number")},
    {DType::Bf16, "bf16", QT_TRANSLATE_NOOP("Precision", "Half the memory: 2 bytes a number")},
    {DType::Fp16, "fp16",
     QT_TRANSLATE_NOOP("Precision", "Half the memory, finer steps, a smaller range")},
    {DType::Int8, "int8",
     QT_TRANSLATE_NOOP("Precision", "A quarter of the memory: decoder in 8 bits")},
    {DType::Int4, "int4",
     QT_TRANSLATE_NOOP("Precision", "An eighth of the memory: decoder in 4 bits")},
};

const Entry &entryOf(DType type)
{
    for (const Entry &entry : kEntries) {
        if (entry.type == type)
            return entry;
    }
    return kEntries[0];
}

} // namespace

const std::vector<DType> &precisions()
{
    static const std::vector<DType> all = [] {
        std::vector<DType> made;
        for (const Entry &entry : kEntries)
            made.push_back(entry.type);
        return made;
    }();
    return all;
}

QString precisionName(DType type)
{
    return QString::fromLatin1(entryOf(type).name);
}

DType precisionFrom(const QString &name)
{
    for (const Entry &entry : kEntries) {
        if (name == QLatin1String(entry.name))
            return entry.type;
    }
    return DType::Fp32;
}

QString precisionHint(DType type)
{
    return QCoreApplication::translate("Precision", entryOf(type).hint);
}

} // namespace ecva
