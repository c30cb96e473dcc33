#include "ui/exchange/ExportPlanPage.h"

#include "ui/exchange/CellDelegate.h"
#include "ui/exchange/CellTable.h"
#include "ui/exchange/ExportSession.h"
#include "ui/exchange/JsonView.h"
#include "ui/exchange/Texts.h"
#include "ui/style/Bar.h"
#include "ui/style/NumberStrip.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace ecva {
namespace {

constexpr int kMostTasks = 7;
constexpr int kFrequentTexts = 3; // named under a rule; the rest is counted

QVBoxLayout *bareColumn(QWidget *widget)
{
    auto *layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    return layout;
}

/// The places of a rule, refused ones and warnings, in the order of the plan.
std::vector<const Finding *> placesOf(const ExportPlan &plan, const QString &rule)
{
    std::vector<const Finding *> places;
    for (const auto *list : {&plan.refused, &plan.warnings}) {
        for (const Finding &finding : *list) {
            if (finding.rule == rule)
                places.push_back(&finding);
        }
    }
    return places;
}

/// "枪战 12, 逮捕 11, 单纯拍摄视频 9": what stands most often at the places of a rule.
QString frequentTexts(const std::vector<const Finding *> &places)
{
    std::map<QString, int> counts;
    for (const Finding *finding : places) {
        if (!finding->raw.isEmpty())
            ++counts[singleLine(finding->raw)];
    }
    std::vector<std::pair<QString, int>> sorted(counts.begin(), counts.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto &a, const auto &b) { return a.second > b.second; });
    if (sorted.empty() || sorted.front().second < 2)
        return {}; // all different: the list beside says it better
    const std::size_t shown = std::min<std::size_t>(sorted.size(), kFrequentTexts);
    QStringList named;
    for (std::size_t i = 0; i < shown; ++i)
        named << ExportPlanPage::tr("%1 %2×").arg(sorted[i].first).arg(sorted[i].second);
    const QString most = named.join(ExportPlanPage::tr(", "));
    return shown == sorted.size()
               ? most
               : ExportPlanPage::tr("%1, and %2 other texts").arg(most).arg(sorted.size() - shown);
}

} // namespace

ExportPlanPage::ExportPlanPage(ExportSession &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_strip(new NumberStrip(this))
{
    auto *columns = new QHBoxLayout;
    columns->setSpacing(0);
    columns->addWidget(makeLeft(), 31);
    columns->addWidget(new Hairline(Qt::Vertical, this));
    columns->addWidget(makeMiddle(), 33);
    columns->addWidget(new Hairline(Qt::Vertical, this));
    columns->addWidget(makeRight(), 36);
    auto *layout = bareColumn(this);
    layout->addWidget(m_strip);
    layout->addLayout(columns, 1);

    connect(&m_tasks->cells(), &CellModel::toggled, this, [this](int row, bool on) {
        m_session.setTaskTaken(m_session.tasks()[static_cast<std::size_t>(row)].task, on);
    });
    connect(m_rules, &CellTable::currentRowChanged, this, &ExportPlanPage::showRule);
    connect(m_refused, &CellTable::rowActivated, this, [this](int row) {
        if (const ClipId clip = m_session.clipOf(*m_findings[static_cast<std::size_t>(row)]))
            Q_EMIT clipRequested(clip);
    });
    connect(m_previous, &IconButton::clicked, this, [this] { showRecord(m_record - 1); });
    connect(m_next, &IconButton::clicked, this, [this] { showRecord(m_record + 1); });
    connect(&m_session, &ExportSession::manifestChanged, this,
            [this] { m_manifest->showJson(m_session.manifest()); });
    retranslate();
}

QWidget *ExportPlanPage::makeLeft()
{
    auto *side = new QWidget(this);
    m_tasks = new CellTable(side);
    m_tasks->setObjectName(QStringLiteral("exportTasks"));
    m_rules = new CellTable(side);
    m_rules->setObjectName(QStringLiteral("exportRules"));
    auto *column = bareColumn(side);
    column->addWidget(m_tasks);
    column->addSpacing(12);
    column->addWidget(m_rules, 1);
    return side;
}

QWidget *ExportPlanPage::makeMiddle()
{
    auto *side = new QWidget(this);
    auto *head = new Bar(Bar::kHeadHeight, Qt::BottomEdge, side);
    m_ruleTitle = head->addTitle();
    m_ruleHint = head->addNote();
    m_ruleHint->setElided(true);
    head->row()->setStretchFactor(m_ruleHint, 1);
    m_refused = new CellTable(side);
    m_refused->setObjectName(QStringLiteral("exportRefused"));
    auto *column = bareColumn(side);
    column->addWidget(head);
    column->addWidget(m_refused, 1);
    return side;
}

QWidget *ExportPlanPage::makeRight()
{
    auto *side = new QWidget(this);
    auto *head = new Bar(Bar::kHeadHeight, Qt::BottomEdge, side);
    m_recordTitle = head->addTitle();
    head->row()->addStretch(1);
    m_previous = new IconButton(QStringLiteral("chevron-left"), head);
    m_next = new IconButton(QStringLiteral("chevron-right"), head);
    head->row()->addWidget(m_previous);
    head->row()->addWidget(m_next);
    m_json = new JsonView(side);
    m_json->setObjectName(QStringLiteral("exportRecord"));
    auto *second = new Bar(Bar::kHeadHeight, Qt::BottomEdge, side);
    m_manifestTitle = second->addTitle();
    m_manifestFile = second->addNote();
    m_manifestFile->setElided(true);
    second->row()->setStretchFactor(m_manifestFile, 1);
    m_manifest = new JsonView(side);
    m_manifest->setObjectName(QStringLiteral("exportManifest"));
    auto *column = bareColumn(side);
    column->addWidget(head);
    column->addWidget(m_json, 11);
    column->addWidget(new Hairline(Qt::Horizontal, side));
    column->addWidget(second);
    column->addWidget(m_manifest, 9);
    return side;
}

void ExportPlanPage::retranslate()
{
    m_tasks->setAccessibleName(tr("Tasks"));
    m_rules->setAccessibleName(tr("Why refused"));
    m_refused->setAccessibleName(tr("Refused"));
    m_json->setAccessibleName(tr("Record"));
    m_manifest->setAccessibleName(tr("Manifest"));
    m_previous->setToolTip(tr("Previous record"));
    m_previous->setAccessibleName(tr("Previous record"));
    m_next->setToolTip(tr("Next record"));
    m_next->setAccessibleName(tr("Next record"));
    m_manifestTitle->setText(tr("Manifest"));
    m_tasks->cells().setTitles({tr("Tasks"), tr("Written"), tr("Refused")});
    m_tasks->setColumnWidths({0, 80, 80});
    m_rules->cells().setTitles({tr("Why refused"), tr("Places")});
    m_rules->setColumnWidths({0, 80});
    m_refused->cells().setTitles({tr("Clip and task"), tr("In the project"), tr("Why")});
    m_refused->setColumnWidths({150, 0, 170});
}

void ExportPlanPage::refresh()
{
    const auto tasks = static_cast<int>(m_session.tasks().size());
    const int task = m_tasks->currentRow();
    m_tasks->cells().reset(tasks, [this](int row, int column) {
        const ExportSession::TaskLine &line = m_session.tasks()[static_cast<std::size_t>(row)];
        Cell cell;
        if (column == 0) {
            cell.text = taskText(line.task);
            cell.detail = taskHint(line.task);
            cell.check = line.taken ? Qt::Checked : Qt::Unchecked;
            return cell;
        }
        cell.rightAligned = true;
        const int count
            = line.count ? (column == 1 ? line.count->written : line.count->refused) : 0;
        cell.text = line.count ? countText(count) : QStringLiteral("–");
        if (column == 2 && count > 0) {
            cell.face = Cell::Face::Strong;
            cell.tone = Label::Tone::Error;
        }
        return cell;
    });
    m_tasks->selectRow(task);
    m_tasks->setFixedHeight(30 + CellDelegate::kRowHeight * std::clamp(tasks, 1, kMostTasks));
    showNumbers();
    if (m_session.planNumber() != m_shown) {
        m_shown = m_session.planNumber();
        showRules();
        showRecord(m_record);
    }
    m_manifestFile->setText(QFileInfo(m_session.out()).fileName()
                            + QStringLiteral(".manifest.json"));
}

void ExportPlanPage::showNumbers()
{
    using Tone = Label::Tone;
    const ExportPlan *plan = m_session.plan();
    const QString none = QStringLiteral("–");
    if (!plan) {
        m_strip->setNumbers({{tr("Clips"), none, {}, Tone::Text3},
                             {tr("Records asked"), none, {}, Tone::Text3},
                             {tr("Written"), none, {}, Tone::Text3},
                             {tr("Refused"), none, {}, Tone::Text3},
                             {tr("Warnings"), none, {}, Tone::Text3},
                             {tr("Size"), none, {}, Tone::Text3}});
        return;
    }
    const auto refused = static_cast<qint64>(plan->refused.size());
    const auto warnings = static_cast<qint64>(plan->warnings.size());
    const int written = m_session.written();
    const double share = plan->asked > 0 ? 100.0 * written / plan->asked : 0.0;
    m_strip->setNumbers({
        {tr("Clips"), countText(plan->clips), tr("that the filter lets through"), Tone::Text1},
        {tr("Records asked"), countText(plan->asked), tr("in %1 tasks").arg(plan->tasks.size()),
         Tone::Text1},
        {tr("Written"), countText(written), tr("%1 %").arg(QLocale().toString(share, 'f', 1)),
         written > 0 ? Tone::Ok : Tone::Text1},
        {tr("Refused"), countText(refused),
         refused > 0 ? tr("every one has a reason") : tr("nothing is left out"),
         refused > 0 ? Tone::Error : Tone::Text1},
        {tr("Warnings"), countText(warnings), tr("nothing is refused for them"),
         warnings > 0 ? Tone::Warn : Tone::Text1},
        {tr("Size"), sizeText(plan->bytes()), tr("one file, and a manifest"), Tone::Text1},
    });
}

void ExportPlanPage::showRules()
{
    m_findings.clear();
    m_ruleList.clear();
    m_refused->cells().reset(0, {});
    m_ruleTitle->clear();
    m_ruleHint->clear();
    if (const ExportPlan *plan = m_session.plan())
        m_ruleList = plan->rules;
    std::stable_sort(
        m_ruleList.begin(), m_ruleList.end(),
        [](const RuleInfo &a, const RuleInfo &b) { return (a.places > 0) > (b.places > 0); });
    m_rules->cells().reset(static_cast<int>(m_ruleList.size()), [this](int row, int column) {
        const RuleInfo &rule = m_ruleList[static_cast<std::size_t>(row)];
        const bool met = rule.places > 0;
        Cell cell;
        if (column == 1) {
            cell.text = countText(rule.places);
            cell.rightAligned = true;
            cell.face = met ? Cell::Face::Strong : Cell::Face::Body;
            cell.tone = met ? Label::Tone::Text1 : Label::Tone::Text3;
            return cell;
        }
        cell.text = rule.title;
        cell.icon = met ? severityIcon(rule.severity) : QStringLiteral("check");
        cell.iconTone = met ? severityTone(rule.severity) : Label::Tone::Ok;
        cell.tone = met ? Label::Tone::Text1 : Label::Tone::Text2;
        if (met && m_session.plan())
            cell.secondLine = frequentTexts(placesOf(*m_session.plan(), rule.id));
        return cell;
    });
    if (!m_ruleList.empty())
        m_rules->selectRow(0);
}

void ExportPlanPage::showRule(int row)
{
    const ExportPlan *plan = m_session.plan();
    if (!plan)
        return;
    const RuleInfo &rule = m_ruleList[static_cast<std::size_t>(row)];
    m_findings = placesOf(*plan, rule.id);
    m_ruleTitle->setText(rule.title);
    m_ruleHint->setText(rule.hint);
    m_refused->cells().reset(
        static_cast<int>(m_findings.size()), [this](int place, int column) -> Cell {
            const Finding &finding = *m_findings[static_cast<std::size_t>(place)];
            Cell cell;
            if (column == 0) {
                cell.text = finding.place;
            } else if (column == 1) {
                cell.text = singleLine(finding.raw);
            } else {
                cell.text = finding.message;
                cell.face = Cell::Face::Secondary;
                cell.tone = Label::Tone::Text2;
            }
            return cell;
        });
    const bool anyRaw = std::any_of(m_findings.begin(), m_findings.end(),
                                    [](const Finding *each) { return !each->raw.isEmpty(); });
    m_refused->setColumnHidden(1, !anyRaw);
    m_refused->setColumnWidths(anyRaw ? QList<int>{180, 0, 150} : QList<int>{180, 0, 0});
    m_refused->selectRow(0);
}

void ExportPlanPage::showRecord(int record)
{
    const ExportPlan *plan = m_session.plan();
    const int count = plan ? static_cast<int>(plan->records.size()) : 0;
    m_record = std::clamp(record, 0, std::max(0, count - 1));
    m_previous->setEnabled(m_record > 0);
    m_next->setEnabled(m_record + 1 < count);
    m_recordTitle->setText(
        count > 0 ? tr("Record %1 of %2").arg(countText(m_record + 1), countText(count))
                  : tr("No record"));
    m_json->showJson(count > 0 ? plan->preview(m_record) : QByteArray());
}

void ExportPlanPage::nextPlace(int step)
{
    m_refused->setFocus();
    const int place = m_refused->currentRow() + step;
    if (place >= 0 && place < m_refused->cells().rowCount()) {
        m_refused->selectRow(place);
        return;
    }
    const int rule = m_rules->currentRow() + step;
    if (rule < 0 || rule >= static_cast<int>(m_ruleList.size())
        || m_ruleList[static_cast<std::size_t>(rule)].places == 0)
        return;
    m_rules->selectRow(rule);
    if (step < 0)
        m_refused->selectRow(m_refused->cells().rowCount() - 1);
}

} // namespace ecva
