#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <vector>

/// Changes to finished files that no muxer makes on purpose, but that real files have.
namespace ecva::test {

/// One entry of an edit list: `movieTicks` long in the movie's time scale (1000 a second with
/// FFmpeg), from `mediaTime` in the track's; -1 shows nothing.
struct Edit
{
    std::uint32_t movieTicks = 0;
    std::int32_t mediaTime = 0;
};

/// Each works on the first track and expects the table behind the data, as FFmpeg writes it.
void setEdits(QByteArray &mp4, const std::vector<Edit> &edits);
/// The nine numbers of the track's display matrix, in hexadecimal.
void setMatrix(QByteArray &mp4, const char *hex);
/// Every `each`-th step between samples becomes 0; `step` is the usual one.
void setZeroSteps(QByteArray &mp4, std::uint32_t samples, std::uint32_t step, std::uint32_t each);
/// Without the table of key frames every sample claims to be one.
void dropSyncTable(QByteArray &mp4);
/// The table of key frames names these samples, from 1, whatever they are.
void setSyncTable(QByteArray &mp4, const std::vector<std::uint32_t> &samples);

/// Every entry of the index claims to be a key frame.
void markAllKeys(QByteArray &avi);

/// Every `each`-th packet of a transport stream is lost, behind the first `spared`.
void dropPackets(QByteArray &ts, int spared, int each);

void cutTo(QByteArray &bytes, double part);
/// Flips one bit in every `each`-th byte or so between the parts `from` and `to` of the file.
void flipBits(QByteArray &bytes, double from, double to, int each, unsigned seed);

} // namespace ecva::test
