#include "ui/player/TimeDisplay.h"

#include "core/media/VideoIndex.h"
#include "ui/workspace/Workspace.h"

#include <QLocale>
#include <QSettings>

#include <algorithm>
#include <array>
#include <cmath>

namespace ecva {

namespace {

constexpr char kKey[] = "player/time";
constexpr std::array<const char *, 3> kNames{"time", "smpte", "seconds"};

std::optional<SmpteRate> rateOf(const VideoIndex &index)
{
    if (index.isVariableRate())
        return std::nullopt;
    // What the file says, unless its frames say otherwise.
    const Rational said = index.info().averageRate;
    const double last = index.seconds(index.lastFrame());
    if (last <= 0)
        return smpteRate(said);
    const double seen = static_cast<double>(index.lastFrame().value) / last;
    if (std::abs(said.toDouble() - seen) <= 0.002 * seen)
        return smpteRate(said);
    return smpteRate(Rational{std::llround(seen * 1e6), 1'000'000});
}

/// The label that the file gives its first frame; nothing where it gives none that its rate can
/// have. A rate of 29.97 is counted with or without drop-frame as the label is written.
std::optional<std::int64_t> labelOf(const std::string &said, SmpteRate &rate)
{
    std::string label = said;
    std::replace(label.begin(), label.end(), '.', ';'); // another way to write drop-frame
    SmpteRate written = rate;
    written.dropFrame = rate.dropFrame && label.find(';') != std::string::npos;
    if (std::count(label.begin(), label.end(), ':') + std::count(label.begin(), label.end(), ';')
        != 3)
        return std::nullopt;
    const Result<std::int64_t> count = parseSmpte(label, written);
    if (!count || *count >= smpteDay(written))
        return std::nullopt;
    rate = written;
    return *count;
}

} // namespace

TimeDisplay::TimeDisplay(Workspace &workspace, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
{
    connect(&workspace, &Workspace::indexChanged, this, &TimeDisplay::onIndexChanged);
    onIndexChanged();
}

void TimeDisplay::setSettings(QSettings &settings)
{
    m_settings = &settings;
    const QString name = settings.value(QLatin1String(kKey)).toString();
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (name == QLatin1String(kNames[i]))
            m_chosen = static_cast<Mode>(i);
    }
    Q_EMIT changed();
}

void TimeDisplay::onIndexChanged()
{
    const auto index = m_workspace.index();
    m_rate = index ? rateOf(*index) : std::nullopt;
    m_firstLabel = m_rate ? labelOf(index->info().startTimecode, *m_rate).value_or(0) : 0;
    Q_EMIT changed();
}

TimeDisplay::Mode TimeDisplay::mode() const
{
    return m_chosen == Mode::Smpte && !m_rate ? Mode::Time : m_chosen;
}

void TimeDisplay::setMode(Mode mode)
{
    m_chosen = mode;
    if (m_settings)
        m_settings->setValue(QLatin1String(kKey),
                             QLatin1String(kNames[static_cast<std::size_t>(mode)]));
    Q_EMIT changed();
}

void TimeDisplay::goOn()
{
    switch (mode()) {
    case Mode::Time:
        setMode(m_rate ? Mode::Smpte : Mode::Seconds);
        break;
    case Mode::Smpte:
        setMode(Mode::Seconds);
        break;
    case Mode::Seconds:
        setMode(Mode::Time);
        break;
    }
}

QString TimeDisplay::text(FrameIndex frame) const
{
    const auto index = m_workspace.index();
    switch (mode()) {
    case Mode::Smpte:
        // Labels begin anew at midnight; a clip without them counts on.
        return QString::fromStdString(formatSmpte(
            m_firstLabel > 0 ? (m_firstLabel + frame.value) % smpteDay(*m_rate) : frame.value,
            *m_rate));
    case Mode::Seconds:
        return tr("%1 s").arg(
            QLocale().toString(static_cast<double>(index->milliseconds(frame)) / 1000, 'f', 3));
    case Mode::Time:
        break;
    }
    return QString::fromStdString(formatTimecode(index->milliseconds(frame)));
}

} // namespace ecva
