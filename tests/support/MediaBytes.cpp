#include "tests/support/MediaBytes.h"

#include <QFile>
#include <QtEndian>

#include <random>

namespace ecva::test {
namespace {

constexpr int kBoxHead = 8;

void appendNumber(QByteArray &bytes, std::uint32_t number)
{
    char buffer[4];
    qToBigEndian(number, buffer);
    bytes.append(buffer, 4);
}

/// Places of the boxes on a way such as "moov/trak/edts/elst"; empty where there is no such way.
std::vector<qsizetype> boxes(const QByteArray &mp4, const char *way)
{
    std::vector<qsizetype> places;
    qsizetype from = 0;
    qsizetype to = mp4.size();
    for (const QByteArray &name : QByteArray(way).split('/')) {
        bool found = false;
        while (!found && from + kBoxHead <= to) {
            const auto size = qFromBigEndian<std::uint32_t>(mp4.constData() + from);
            if (mp4.mid(from + 4, 4) == name) {
                places.push_back(from);
                to = from + size;
                from += kBoxHead;
                found = true;
            } else if (size < kBoxHead) {
                return {};
            } else {
                from += size;
            }
        }
        if (!found)
            return {};
    }
    return places;
}

/// Another content for the last box of the way; the sizes of all that hold it follow.
void replaceBox(QByteArray &mp4, const char *way, const QByteArray &content)
{
    const auto places = boxes(mp4, way);
    if (places.empty())
        return;
    const auto old = qFromBigEndian<std::uint32_t>(mp4.constData() + places.back());
    const std::int64_t more = content.size() + kBoxHead - static_cast<std::int64_t>(old);
    mp4.replace(places.back() + kBoxHead, old - kBoxHead, content);
    for (const qsizetype place : places) {
        const auto size = qFromBigEndian<std::uint32_t>(mp4.constData() + place);
        qToBigEndian(static_cast<std::uint32_t>(size + more), mp4.data() + place);
    }
}

constexpr const char *kSamples = "moov/trak/mdia/minf/stbl/";

QByteArray sampleTable(const char *name)
{
    return QByteArray(kSamples) + name;
}

} // namespace

void setEdits(QByteArray &mp4, const std::vector<Edit> &edits)
{
    QByteArray content;
    appendNumber(content, 0); // version and flags
    appendNumber(content, static_cast<std::uint32_t>(edits.size()));
    for (const Edit &edit : edits) {
        appendNumber(content, edit.movieTicks);
        appendNumber(content, static_cast<std::uint32_t>(edit.mediaTime));
        appendNumber(content, 0x00010000); // at its usual speed
    }
    replaceBox(mp4, "moov/trak/edts/elst", content);
}

void setMatrix(QByteArray &mp4, const char *hex)
{
    constexpr int kMatrix = 48; // from the box's beginning, in version 0 of the box
    const auto places = boxes(mp4, "moov/trak/tkhd");
    const QByteArray matrix = QByteArray::fromHex(hex);
    if (!places.empty())
        mp4.replace(places.back() + kMatrix, matrix.size(), matrix);
}

void setZeroSteps(QByteArray &mp4, std::uint32_t samples, std::uint32_t step, std::uint32_t each)
{
    QByteArray runs;
    std::uint32_t count = 0;
    for (std::uint32_t done = 0; done < samples; done += each) {
        const std::uint32_t length = std::min(each, samples - done);
        if (length > 1) {
            appendNumber(runs, length - 1);
            appendNumber(runs, step);
            ++count;
        }
        appendNumber(runs, 1);
        appendNumber(runs, 0);
        ++count;
    }
    QByteArray content;
    appendNumber(content, 0);
    appendNumber(content, count);
    replaceBox(mp4, sampleTable("stts").constData(), content + runs);
}

void dropSyncTable(QByteArray &mp4)
{
    const auto places = boxes(mp4, sampleTable("stss").constData());
    if (!places.empty())
        mp4.replace(places.back() + 4, 4, "free");
}

void setSyncTable(QByteArray &mp4, const std::vector<std::uint32_t> &samples)
{
    QByteArray content;
    appendNumber(content, 0);
    appendNumber(content, static_cast<std::uint32_t>(samples.size()));
    for (const std::uint32_t sample : samples)
        appendNumber(content, sample);
    replaceBox(mp4, sampleTable("stss").constData(), content);
}

void markAllKeys(QByteArray &avi)
{
    constexpr int kEntry = 16;
    constexpr char kKey = 0x10;
    const auto index = avi.lastIndexOf("idx1");
    if (index < 0)
        return;
    for (auto entry = index + 8; entry + kEntry <= avi.size(); entry += kEntry)
        avi[entry + 4] = static_cast<char>(avi[entry + 4] | kKey);
}

void dropPackets(QByteArray &ts, int spared, int each)
{
    constexpr int kPacket = 188;
    QByteArray kept;
    for (int number = 0; (number + 1) * kPacket <= ts.size(); ++number) {
        if (number < spared || number % each != 0)
            kept.append(ts.mid(static_cast<qsizetype>(number) * kPacket, kPacket));
    }
    ts = kept;
}

void cutTo(QByteArray &bytes, double part)
{
    bytes.truncate(static_cast<qsizetype>(static_cast<double>(bytes.size()) * part));
}

void flipBits(QByteArray &bytes, double from, double to, int each, unsigned seed)
{
    std::mt19937 random(seed);
    const auto size = static_cast<double>(bytes.size());
    auto place = static_cast<qsizetype>(size * from);
    const auto end = static_cast<qsizetype>(size * to);
    while (place < end) {
        bytes[place] = static_cast<char>(bytes[place] ^ (1 << (random() % 8)));
        place += 1 + static_cast<qsizetype>(random() % static_cast<unsigned>(2 * each));
    }
}

} // namespace ecva::test
