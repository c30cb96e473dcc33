#include "ui/exchange/ImportPlanPage.h"

#include "ui/exchange/CellTable.h"
#include "ui/exchange/ImportSession.h"
#include "ui/exchange/Texts.h"
#include "ui/style/Bar.h"
#include "ui/style/NumberStrip.h"

#include <QCheckBox>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLocale>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace ecva {
namespace {

enum PlaceColumn { kPlace, kClip, kInFile, kSuggested, kReads, kWhy };
enum FieldColumn { kColumn, kRaw, kBecomes };

QVBoxLayout *bareColumn(QWidget *widget)
{
    auto *layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    return layout;
}

/// "Row 238" for a place in a sheet ("一轮标注!A238"); other places as they are.
QString placeText(const QString &place)
{
    static const QRegularExpression cell(QStringLiteral("^[A-Z]{1,3}(\\d+)$"));
    const QString local = place.section(u'!', -1);
    const QRegularExpressionMatch match = cell.match(local);
    return match.hasMatch() ? ImportPlanPage::tr("Row %1").arg(match.captured(1)) : local;
}

Cell rawCell(const Finding &finding)
{
    Cell cell;
    cell.text = singleLine(finding.raw);
    cell.face = Cell::Face::Mono;
    if (finding.isFixable()) {
        const TextSpan span = differingPart(cell.text, singleLine(finding.suggestion));
        cell.markBegin = span.begin;
        cell.markLength = span.length;
    } else if (finding.severity == Severity::Error) {
        cell.markLength = static_cast<int>(cell.text.size());
    }
    return cell;
}

Cell suggestionCell(const Finding &finding)
{
    Cell cell;
    if (!finding.isFixable()) {
        cell.text = ImportPlanPage::tr("no certain fix");
        cell.face = Cell::Face::Secondary;
        cell.tone = Label::Tone::Text2;
        return cell;
    }
    const QString whole = singleLine(finding.suggestion);
    const TextSpan span = differingPart(whole, singleLine(finding.raw));
    cell.text = whole.mid(span.begin, span.length);
    cell.face = Cell::Face::Mono;
    cell.mark = Cell::Mark::New;
    cell.markLength = static_cast<int>(cell.text.size());
    return cell;
}

} // namespace

ImportPlanPage::ImportPlanPage(ImportSession &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
{
    m_strip = new NumberStrip(this);
    m_notice = new Bar(Bar::kActionHeight, Qt::BottomEdge, this);
    m_notice->addIcon()->show(QStringLiteral("warning"), Label::Tone::Warn);
    m_noticeText = m_notice->addTitle();
    m_noticeText->setElided(true);
    m_again = new QCheckBox(m_notice);
    m_again->setObjectName(QStringLiteral("importAgain"));
    m_notice->row()->addSpacing(16);
    m_notice->row()->addWidget(m_again);
    m_notice->row()->addStretch(1);
    connect(m_again, &QCheckBox::toggled, &m_session, &ImportSession::setAgain);

    QWidget *left = makeRules(); // in the order of the Tab key
    auto *right = new QWidget(this);
    auto *rightColumn = bareColumn(right);
    rightColumn->addWidget(makePlaces(), 1);
    rightColumn->addWidget(new Hairline(Qt::Horizontal, right));
    rightColumn->addWidget(makeRecord(), 1);

    auto *columns = new QHBoxLayout;
    columns->setSpacing(0);
    columns->addWidget(left, 38);
    columns->addWidget(new Hairline(Qt::Vertical, this));
    columns->addWidget(right, 62);
    auto *layout = bareColumn(this);
    layout->addWidget(m_strip);
    layout->addWidget(m_notice);
    layout->addLayout(columns, 1);

    setTabOrder(m_rules, m_places);
    setTabOrder(m_places, m_tickAll);

    connect(m_rules, &CellTable::currentRowChanged, this, &ImportPlanPage::showRule);
    connect(m_places, &CellTable::currentRowChanged, this, &ImportPlanPage::showPlace);
    connect(&m_places->cells(), &CellModel::toggled, this, [this](int row, bool on) {
        m_session.setTicked(*m_findings[static_cast<std::size_t>(row)], on);
    });
    connect(m_tickAll, &QCheckBox::clicked, this, [this] {
        const QString rule = m_session.plan().rules[static_cast<std::size_t>(currentRule())].id;
        const ImportSession::Fixes fixes = m_session.fixesOf(rule);
        m_session.setRuleTicked(rule, fixes.ticked < fixes.fixable);
    });
    connect(&m_session, &ImportSession::choicesChanged, this, &ImportPlanPage::showTicks);
    retranslate();
}

QWidget *ImportPlanPage::makeRules()
{
    auto *side = new QWidget(this);
    auto *column = bareColumn(side);
    m_rules = new CellTable(side);
    m_rules->setObjectName(QStringLiteral("importRules"));
    column->addWidget(m_rules, 1);
    return side;
}

QWidget *ImportPlanPage::makePlaces()
{
    auto *side = new QWidget(this);
    auto *head = new Bar(Bar::kHeadHeight, Qt::BottomEdge, side);
    m_ruleIcon = head->addIcon();
    m_ruleTitle = head->addTitle();
    m_ruleHint = head->addNote();
    m_ruleHint->setElided(true);
    head->row()->setStretchFactor(m_ruleHint, 1);
    m_ticked = head->addNote();
    m_tickAll = new QCheckBox(head);
    m_tickAll->setObjectName(QStringLiteral("importTickAll"));
    head->row()->addWidget(m_tickAll);
    m_places = new CellTable(side);
    m_places->setObjectName(QStringLiteral("importPlaces"));
    auto *column = bareColumn(side);
    column->addWidget(head);
    column->addWidget(m_places, 1);
    return side;
}

QWidget *ImportPlanPage::makeRecord()
{
    auto *side = new QWidget(this);
    auto *head = new Bar(Bar::kHeadHeight, Qt::BottomEdge, side);
    m_recordTitle = head->addTitle();
    m_recordRound = head->addNote();
    head->row()->addStretch(1);
    m_recordNote = head->addNote();
    m_recordNote->setElided(true);
    m_previous = new IconButton(QStringLiteral("chevron-left"), head);
    m_next = new IconButton(QStringLiteral("chevron-right"), head);
    head->row()->addWidget(m_previous);
    head->row()->addWidget(m_next);
    connect(m_previous, &IconButton::clicked, this, [this] { stepRecord(-1); });
    connect(m_next, &IconButton::clicked, this, [this] { stepRecord(1); });
    m_fields = new CellTable(side);
    m_fields->setObjectName(QStringLiteral("importFields"));
    auto *column = bareColumn(side);
    column->addWidget(head);
    column->addWidget(m_fields, 1);
    return side;
}

void ImportPlanPage::retranslate()
{
    m_again->setText(tr("Import again; what is there stays as it is"));
    m_rules->setAccessibleName(tr("Rules"));
    m_places->setAccessibleName(tr("Places"));
    m_fields->setAccessibleName(tr("The record before and after"));
    m_recordNote->setText(tr("The cells are kept word for word beside what is read."));
    m_previous->setToolTip(tr("Previous record"));
    m_previous->setAccessibleName(tr("Previous record"));
    m_next->setToolTip(tr("Next record"));
    m_next->setAccessibleName(tr("Next record"));
    m_places->cells().setTitles(
        {tr("Place"), tr("Clip"), tr("In the file"), tr("Suggested"), tr("Reads"), tr("Why")});
    m_fields->cells().setTitles({tr("Column"), tr("In the file"), tr("Becomes")});
    m_places->setColumnWidths({116, 76, 0, 150, 120, 190});
    m_fields->setColumnWidths({230, 0, 260});
    m_rules->cells().setTitles({tr("Rules"), tr("Places"), tr("What happens")});
    m_rules->setColumnWidths({0, 72, 210});
}

void ImportPlanPage::showPlan()
{
    m_findings.clear();
    m_places->cells().reset(0, {});
    m_fields->cells().reset(0, {});
    m_record = -1;
    if (!m_session.hasPlan()) {
        m_rules->cells().reset(0, {});
        return;
    }
    const ImportPlan &plan = m_session.plan();
    const auto count = static_cast<int>(plan.rules.size());
    m_rules->cells().setTitles(
        {tr("%Ln rule(s)", nullptr, count), tr("Places"), tr("What happens")});
    m_rules->setColumnWidths({0, 72, 210});
    m_rules->cells().reset(count, [this](int row, int column) {
        const RuleInfo &rule = m_session.plan().rules[static_cast<std::size_t>(row)];
        Cell cell;
        if (column == 0) {
            cell.text = rule.title;
            cell.face = row == currentRule() ? Cell::Face::Strong : Cell::Face::Body;
            cell.icon = severityIcon(rule.severity);
            cell.iconTone = severityTone(rule.severity);
        } else if (column == 1) {
            cell.text = countText(rule.places);
            cell.face = Cell::Face::Strong;
            cell.rightAligned = true;
        } else {
            const ImportSession::Fixes fixes = m_session.fixesOf(rule.id);
            cell.text = fixes.ticked == 0 ? rule.outcome
                                          : tr("%1 fixed, %2 stay open")
                                                .arg(fixes.ticked)
                                                .arg(fixes.places - fixes.ticked);
            cell.face = Cell::Face::Secondary;
            cell.tone = fixes.ticked == 0 ? Label::Tone::Text2 : Label::Tone::Accent;
        }
        return cell;
    });
    const QString before = m_session.importedBefore();
    m_notice->setVisible(!before.isEmpty());
    m_noticeText->setText(
        tr("This file was imported on %1.")
            .arg(QLocale().toString(QDateTime::fromString(before, Qt::ISODateWithMs).toLocalTime(),
                                    QLocale::ShortFormat)));
    m_again->setChecked(m_session.again());
    showNumbers();
    if (count > 0)
        m_rules->selectRow(0);
    else
        stepRecord(1); // nothing odd: show what the first record becomes
    showTicks();
}

void ImportPlanPage::showNumbers()
{
    const ImportSession::Totals &totals = m_session.totals();
    const ImportCounts &counts = totals.counts;
    int warnings = 0;
    int notes = 0;
    for (const RuleInfo &rule : m_session.plan().rules) {
        warnings += rule.severity == Severity::Warning ? rule.places : 0;
        notes += rule.severity == Severity::Note ? rule.places : 0;
    }
    using Tone = Label::Tone;
    if (const ImportPlan &plan = m_session.plan(); plan.role) {
        const QString task = plan.task ? taskText(*plan.task) : tr("tasks as they say");
        const QString what = *plan.role == AnswerRole::Masked ? tr("Masked answers of %1, %2")
                                                              : tr("Answers of %1, %2");
        m_strip->setNumbers({
            {tr("Records"), countText(counts.rows), what.arg(plan.model, task), Tone::Text1},
            {tr("Answers"), countText(totals.records), tr("go to clips by file name"), Tone::Text1},
            {tr("No clip"), countText(totals.unmatched), tr("videos this project has not"),
             totals.unmatched > 0 ? Tone::Warn : Tone::Ok},
            {tr("Failed"), countText(counts.failed),
             tr("and %1 placeholders").arg(countText(counts.placeholders)), Tone::Text1},
            {tr("Need a look"), countText(totals.openErrors),
             tr("and %1 warnings, %2 notes").arg(countText(warnings), countText(notes)),
             totals.openErrors > 0 ? Tone::Warn : Tone::Ok},
            {tr("Refused"), countText(counts.refused),
             counts.refused > 0 ? tr("records with an error") : tr("nothing is lost"),
             counts.refused > 0 ? Tone::Error : Tone::Ok},
        });
        return;
    }
    m_strip->setNumbers({
        {tr("Rows"), countText(counts.rows),
         tr("%1 clips, %2 cuts, %3 templates")
             .arg(countText(counts.clips), countText(counts.cuts), countText(counts.templates)),
         Tone::Text1},
        {tr("Segments"), countText(counts.segments),
         tr("%1 key sentences").arg(countText(counts.keySentences)), Tone::Text1},
        {tr("Classes"), countText(counts.classes), tr("records with a code"), Tone::Text1},
        {tr("Missing"), countText(counts.missing), tr("time, texts and keys empty"), Tone::Text1},
        {tr("Need a look"), countText(totals.openErrors),
         tr("and %1 warnings, %2 notes").arg(countText(warnings), countText(notes)),
         totals.openErrors > 0 ? Tone::Warn : Tone::Ok},
        {tr("Refused"), countText(counts.refused),
         counts.refused > 0 ? tr("rows with an error and no fix") : tr("nothing is lost"),
         counts.refused > 0 ? Tone::Error : Tone::Text1},
    });
}

int ImportPlanPage::currentRule() const
{
    return m_rules->currentRow();
}

void ImportPlanPage::focusRules()
{
    m_rules->setFocus();
}

void ImportPlanPage::showRule(int row)
{
    const RuleInfo &rule = m_session.plan().rules[static_cast<std::size_t>(row)];
    m_findings = m_session.plan().findingsOf(rule.id);
    m_ruleIcon->show(severityIcon(rule.severity), severityTone(rule.severity));
    m_ruleTitle->setText(rule.title);
    m_ruleHint->setText(rule.hint);
    int sheets = 0;
    for (const ImportSheet &sheet : m_session.plan().sheets)
        sheets += sheet.round.isEmpty() ? 0 : 1;
    m_places->cells().reset(
        static_cast<int>(m_findings.size()), [this, sheets](int place, int column) -> Cell {
            const Finding &finding = *m_findings[static_cast<std::size_t>(place)];
            Cell cell;
            switch (column) {
            case kPlace:
                cell.text = sheets > 1 ? finding.place : finding.place.section(u'!', -1);
                cell.tone = Label::Tone::Text2;
                if (finding.isFixable())
                    cell.check = m_session.isTicked(finding) ? Qt::Checked : Qt::Unchecked;
                return cell;
            case kClip:
                cell.text = finding.clip;
                return cell;
            case kInFile:
                return rawCell(finding);
            case kSuggested:
                return suggestionCell(finding);
            case kReads:
                cell.text = finding.reads;
                return cell;
            default:
                cell.text = finding.message;
                cell.face = Cell::Face::Secondary;
                cell.tone = Label::Tone::Text2;
                return cell;
            }
        });
    const bool fixable = m_session.fixesOf(rule.id).fixable > 0;
    m_places->setColumnHidden(kSuggested, !fixable);
    m_places->setColumnHidden(kReads, !fixable);
    m_places->selectRow(0);
    showTicks();
    Q_EMIT currentRuleChanged();
}

void ImportPlanPage::showPlace(int place)
{
    const int record = m_findings[static_cast<std::size_t>(place)]->record;
    if (record < 0)
        return;
    m_record = record;
    showRecord();
}

void ImportPlanPage::showRecord()
{
    const ImportRecord record = m_session.plan().record(m_record, m_session.fixes());
    m_recordTitle->setText(tr("%1, clip %2").arg(placeText(record.place), record.clipName));
    m_recordRound->setText(record.refused ? tr("refused") : roundText(record.round));
    m_recordRound->setTone(record.refused ? Label::Tone::Error : Label::Tone::Text2);
    m_previous->setEnabled(m_record > 0);
    m_next->setEnabled(m_record + 1 < m_session.plan().recordCount());
    const std::vector<ImportField> fields = m_session.plan().preview(m_record, m_session.fixes());
    const int selected = m_fields->currentRow();
    std::vector<const Finding *> marks; // what is wrong in this record
    for (const Finding &finding : m_session.plan().findings) {
        if (finding.record == m_record && !finding.raw.isEmpty()
            && (finding.isFixable() || finding.severity == Severity::Error))
            marks.push_back(&finding);
    }
    m_fields->cells().reset(static_cast<int>(fields.size()), [fields, marks](int row, int column) {
        const ImportField &field = fields[static_cast<std::size_t>(row)];
        Cell cell;
        if (column == kColumn) {
            cell.text = singleLine(field.column);
            cell.tone = Label::Tone::Text2;
        } else if (column == kRaw) {
            cell.text = singleLine(field.raw);
            cell.face = Cell::Face::Mono;
            for (const Finding *finding : marks) {
                const auto at = static_cast<int>(cell.text.indexOf(singleLine(finding->raw)));
                if (at < 0)
                    continue;
                const Cell marked = rawCell(*finding);
                cell.markBegin = at + marked.markBegin;
                cell.markLength = marked.markLength;
            }
        } else {
            cell.text = field.becomes;
            cell.icon = field.clean ? QStringLiteral("check") : QStringLiteral("warning");
            cell.iconTone = field.clean ? Label::Tone::Ok : Label::Tone::Warn;
        }
        return cell;
    });
    m_fields->selectRow(selected);
}

void ImportPlanPage::showTicks()
{
    if (!m_session.hasPlan())
        return;
    m_rules->cells().refresh();
    m_places->cells().refresh();
    showNumbers();
    if (m_record >= 0 && m_record < m_session.plan().recordCount())
        showRecord();
    const bool any = currentRule() >= 0;
    const ImportSession::Fixes fixes
        = any ? m_session.fixesOf(
                    m_session.plan().rules[static_cast<std::size_t>(currentRule())].id)
              : ImportSession::Fixes{};
    m_tickAll->setVisible(fixes.fixable > 0);
    m_tickAll->setText(tr("All %Ln fix(es)", nullptr, fixes.fixable));
    m_tickAll->setTristate(fixes.ticked > 0 && fixes.ticked < fixes.fixable);
    m_tickAll->setCheckState(fixes.ticked == 0              ? Qt::Unchecked
                             : fixes.ticked < fixes.fixable ? Qt::PartiallyChecked
                                                            : Qt::Checked);
    m_ticked->setText(fixes.fixable > 0 ? tr("%1 of %2 ticked").arg(fixes.ticked).arg(fixes.places)
                                        : QString());
}

void ImportPlanPage::nextPlace(int step)
{
    m_places->setFocus(); // so that Space ticks what is shown
    const int place = m_places->currentRow() + step;
    if (place >= 0 && place < m_places->cells().rowCount()) {
        m_places->selectRow(place);
        return;
    }
    const int rule = currentRule() + step;
    if (rule < 0 || rule >= m_rules->cells().rowCount())
        return;
    m_rules->selectRow(rule);
    if (step < 0)
        m_places->selectRow(m_places->cells().rowCount() - 1);
}

void ImportPlanPage::stepRecord(int step)
{
    const int record = m_record + step;
    if (record < 0 || record >= m_session.plan().recordCount())
        return;
    m_record = record;
    showRecord();
}

} // namespace ecva
