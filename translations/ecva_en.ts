<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>SegmentAccessible</name>
    <message numerus="yes">
        <source>%1, %n frames</source>
        <translation>
            <numerusform>%1, %n frame</numerusform>
            <numerusform>%1, %n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrackAccessible</name>
    <message numerus="yes">
        <source>%1, %n segments</source>
        <translation>
            <numerusform>%1, %n segment</numerusform>
            <numerusform>%1, %n segments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::ClipRules</name>
    <message numerus="yes">
        <source>%n key sentence(s) missing.</source>
        <translation>
            <numerusform>%n key sentence missing.</numerusform>
            <numerusform>%n key sentences missing.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key sentence(s) too many.</source>
        <translation>
            <numerusform>%n key sentence too many.</numerusform>
            <numerusform>%n key sentences too many.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::ControlLine</name>
    <message numerus="yes">
        <source>Against %n control(s)</source>
        <translation>
            <numerusform>Against %n control</numerusform>
            <numerusform>Against %n controls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other frame(s) masked, %1 to %2</source>
        <translation>
            <numerusform>%n other frame masked, %1 to %2</numerusform>
            <numerusform>%n other frames masked, %1 to %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::DeltaView</name>
    <message numerus="yes">
        <source>Without the %n key frame(s) this answer is as likely as before.</source>
        <translation>
            <numerusform>Without the %n key frame this answer is as likely as before.</numerusform>
            <numerusform>Without the %n key frames this answer is as likely as before.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Without the %n key frame(s) this answer loses no more than without others.</source>
        <translation>
            <numerusform>Without the %n key frame this answer loses no more than without others.</numerusform>
            <numerusform>Without the %n key frames this answer loses no more than without others.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Without the %n key frame(s) this answer loses a little more than without others.</source>
        <translation>
            <numerusform>Without the %n key frame this answer loses a little more than without others.</numerusform>
            <numerusform>Without the %n key frames this answer loses a little more than without others.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Without the %n key frame(s) this answer loses a little, and more than without any others.</source>
        <translation>
            <numerusform>Without the %n key frame this answer loses a little, and more than without any others.</numerusform>
            <numerusform>Without the %n key frames this answer loses a little, and more than without any others.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Without the %n key frame(s) each token of this answer is %1 times less likely.</source>
        <translation>
            <numerusform>Without the %n key frame each token of this answer is %1 times less likely.</numerusform>
            <numerusform>Without the %n key frames each token of this answer is %1 times less likely.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The model never saw the anomaly (0 of %n samples).</source>
        <translation>
            <numerusform>The model never saw the anomaly (0 of %n sample).</numerusform>
            <numerusform>The model never saw the anomaly (0 of %n samples).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Taking away %n other(s) costs %1 on average.</source>
        <translation>
            <numerusform>Taking away %n other costs %1 on average.</numerusform>
            <numerusform>Taking away %n others costs %1 on average.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 blackened</source>
        <translation>
            <numerusform>%n of %1 blackened</numerusform>
            <numerusform>%n of %1 blackened</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 frozen</source>
        <translation>
            <numerusform>%n of %1 frozen</numerusform>
            <numerusform>%n of %1 frozen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 blurred</source>
        <translation>
            <numerusform>%n of %1 blurred</numerusform>
            <numerusform>%n of %1 blurred</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 blanked</source>
        <translation>
            <numerusform>%n of %1 blanked</numerusform>
            <numerusform>%n of %1 blanked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 cut out</source>
        <translation>
            <numerusform>%n of %1 cut out</numerusform>
            <numerusform>%n of %1 cut out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Taking away %n other(s) makes it likelier, by %1 on average.</source>
        <translation>
            <numerusform>Taking away %n other makes it likelier, by %1 on average.</numerusform>
            <numerusform>Taking away %n others makes it likelier, by %1 on average.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::EdgePopup</name>
    <message numerus="yes">
        <source>%n frames</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::EvidencePane</name>
    <message numerus="yes">
        <source>%1 of %n words do not depend on them</source>
        <translation>
            <numerusform>%1 of %n word does not depend on them</numerusform>
            <numerusform>%1 of %n words do not depend on them</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::ExportView</name>
    <message numerus="yes">
        <source>%Ln clip(s)</source>
        <translation>
            <numerusform>%Ln clip</numerusform>
            <numerusform>%Ln clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) and a manifest</source>
        <translation>
            <numerusform>%Ln record and a manifest</numerusform>
            <numerusform>%Ln records and a manifest</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::FilmStrip</name>
    <message numerus="yes">
        <source>%n sampled, %1 key</source>
        <translation>
            <numerusform>%n sampled, %1 key</numerusform>
            <numerusform>%n sampled, %1 key</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::FrameProof</name>
    <message numerus="yes">
        <source>Frame numbers verified: %n seek(s), no difference</source>
        <translation>
            <numerusform>Frame numbers verified: %n seek, no difference</numerusform>
            <numerusform>Frame numbers verified: %n seeks, no difference</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::FrameTruthBadge</name>
    <message numerus="yes">
        <source>%n random seek(s) compared with a decode of all %1 frames</source>
        <translation>
            <numerusform>%n random seek compared with a decode of all %1 frames</numerusform>
            <numerusform>%n random seeks compared with a decode of all %1 frames</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s) in this file</source>
        <translation>
            <numerusform>%n warning in this file</numerusform>
            <numerusform>%n warnings in this file</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s) not exact</source>
        <translation>
            <numerusform>%n frame not exact</numerusform>
            <numerusform>%n frames not exact</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n packet(s), but %1 frames decode</source>
        <translation>
            <numerusform>%n packet, but %1 frames decode</numerusform>
            <numerusform>%n packets, but %1 frames decode</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n damaged packet(s)</source>
        <translation>
            <numerusform>%n damaged packet</numerusform>
            <numerusform>%n damaged packets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n damaged frame(s), the first is frame %1</source>
        <translation>
            <numerusform>%n damaged frame: %1</numerusform>
            <numerusform>%n damaged frames, the first is frame %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s) in the container: %1</source>
        <translation>
            <numerusform>%n error in the container: %1</numerusform>
            <numerusform>%n errors in the container: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::ImportPlanPage</name>
    <message numerus="yes">
        <source>%Ln rule(s)</source>
        <translation>
            <numerusform>%Ln rule</numerusform>
            <numerusform>%Ln rules</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln fix(es)</source>
        <translation>
            <numerusform>All %Ln fix</numerusform>
            <numerusform>All %Ln fixes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::ImportView</name>
    <message numerus="yes">
        <source>%Ln row(s) go in</source>
        <translation>
            <numerusform>%Ln row go in</numerusform>
            <numerusform>%Ln rows go in</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::InspectorFooter</name>
    <message numerus="yes">
        <source>%n rule(s) open</source>
        <translation>
            <numerusform>%n rule open</numerusform>
            <numerusform>%n rules open</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) open</source>
        <translation>
            <numerusform>%n field open</numerusform>
            <numerusform>%n fields open</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::JobsIndicator</name>
    <message numerus="yes">
        <source>%n job(s) %1%</source>
        <translation>
            <numerusform>%n job %1%</numerusform>
            <numerusform>%n jobs %1%</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::KeySentenceList</name>
    <message numerus="yes">
        <source>%n key sentence(s) at most</source>
        <translation>
            <numerusform>%n key sentence at most</numerusform>
            <numerusform>%n key sentences at most</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n too long</source>
        <translation>
            <numerusform>%n too long</numerusform>
            <numerusform>%n too long</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n too many</source>
        <translation>
            <numerusform>%n too many</numerusform>
            <numerusform>%n too many</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missing</source>
        <translation>
            <numerusform>%n missing</numerusform>
            <numerusform>%n missing</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::LibraryPanel</name>
    <message numerus="yes">
        <source>Status of %n clip(s)</source>
        <translation>
            <numerusform>Status of %n clip</numerusform>
            <numerusform>Status of %n clips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::MaskTable</name>
    <message numerus="yes">
        <source>%1: %n frame(s) masked, %2</source>
        <translation>
            <numerusform>%1: %n frame masked, %2</numerusform>
            <numerusform>%1: %n frames masked, %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::MaskedPane</name>
    <message numerus="yes">
        <source>%1 new, %2 gone, %n word(s) as before</source>
        <translation>
            <numerusform>%1 new, %2 gone, %n word as before</numerusform>
            <numerusform>%1 new, %2 gone, %n words as before</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::ModelCard</name>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Saw %n frame(s)</source>
        <translation>
            <numerusform>Saw %n frame</numerusform>
            <numerusform>Saw %n frames</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Saw %n frame(s), %1 in this segment</source>
        <translation>
            <numerusform>Saw %n frame, %1 in this segment</numerusform>
            <numerusform>Saw %n frames, %1 in this segment</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ask What, Why and How of the %n selected clip(s)</source>
        <translation>
            <numerusform>Ask What, Why and How of the selected clip</numerusform>
            <numerusform>Ask What, Why and How of the %n selected clips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::ProjectController</name>
    <message numerus="yes">
        <source>Add %n clip(s)</source>
        <translation>
            <numerusform>Add %n clip</numerusform>
            <numerusform>Add %n clips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were not added</source>
        <translation>
            <numerusform>%n file were not added</numerusform>
            <numerusform>%n files were not added</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::Review</name>
    <message numerus="yes">
        <source>%n character(s)</source>
        <comment>of a Chinese text</comment>
        <translation>
            <numerusform>%n character</numerusform>
            <numerusform>%n characters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n word(s)</source>
        <translation>
            <numerusform>%n word</numerusform>
            <numerusform>%n words</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n char(s)</source>
        <translation>
            <numerusform>%n char</numerusform>
            <numerusform>%n chars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::ReviewView</name>
    <message numerus="yes">
        <source>%n segment(s)</source>
        <translation>
            <numerusform>%n segment</numerusform>
            <numerusform>%n segments</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <comment>disagreements</comment>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::StatusLine</name>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n clip</numerusform>
            <numerusform>%n clips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::StudioModelDesk</name>
    <message numerus="yes">
        <source>%n question(s) without an answer</source>
        <translation>
            <numerusform>%n question without an answer</numerusform>
            <numerusform>%n questions without an answer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new answer(s).</source>
        <translation>
            <numerusform>%n new answer.</numerusform>
            <numerusform>%n new answers.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 %n had an answer before.</source>
        <translation>
            <numerusform>%1 %n had an answer before.</numerusform>
            <numerusform>%1 %n had an answer before.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::TextField</name>
    <message numerus="yes">
        <source>%n character(s)</source>
        <comment>counter of a Chinese text</comment>
        <translation>
            <numerusform>%n character</numerusform>
            <numerusform>%n characters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n word(s)</source>
        <comment>counter</comment>
        <translation>
            <numerusform>%n word</numerusform>
            <numerusform>%n words</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n char(s)</source>
        <comment>counter</comment>
        <translation>
            <numerusform>%n char</numerusform>
            <numerusform>%n chars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::TimelinePanel</name>
    <message numerus="yes">
        <source>Selected %1 – %2   %n frames</source>
        <translation>
            <numerusform>Selected %1 – %2   %n frame</numerusform>
            <numerusform>Selected %1 – %2   %n frames</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>View %1 – %2   %n frames</source>
        <translation>
            <numerusform>View %1 – %2   %n frame</numerusform>
            <numerusform>View %1 – %2   %n frames</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::TimelineView</name>
    <message numerus="yes">
        <source>Copying %n segments   %1</source>
        <translation>
            <numerusform>Copying %n segment   %1</numerusform>
            <numerusform>Copying %n segments   %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Moving %n segments   %1</source>
        <translation>
            <numerusform>Moving %n segment   %1</numerusform>
            <numerusform>Moving %n segments   %1</numerusform>
        </translation>
    </message>
</context>
</TS>
