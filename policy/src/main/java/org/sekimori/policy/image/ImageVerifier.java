package org.sekimori.policy.image;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import java.util.BitSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.Rule;
import org.sekimori.policy.image.ImageDescriptor.Section;

/**
 * Checks an image once, so that no look-up over it can read out of bounds, run for ever, or name a rule that isn't
 * there. A right checksum is no proof: whoever wrote the image may have meant ill. Takes time linear in the image's
 * length, since every structure is walked once and offsets must hit the beginning of one.
 */
public final class ImageVerifier {
    private final UnsafeBuffer image;
    private final SectionTable sections;
    private final int ruleCount;

    private ImageVerifier(UnsafeBuffer image) {
        this.image = image;
        ruleCount = image.getInt(ImageDescriptor.RULE_COUNT_OFFSET, BYTE_ORDER);
        HeaderVerifier.check(ruleCount >= 0 && ruleCount <= ImageDescriptor.MAX_RULES, "rule count", ruleCount);
        sections = SectionTable.read(image);
    }

    /**
     * Checks everything.
     *
     * @throws PolicyImageException at the first thing that doesn't hold
     */
    public static void verify(byte[] bytes) {
        HeaderVerifier.verify(bytes);
        new ImageVerifier(new UnsafeBuffer(bytes)).verifySections();
    }

    private void verifySections() {
        BitSet portSets = new SetVerifier(image, sections).verifyPortSets();
        BitSet prefixSets = new SetVerifier(image, sections).verifyPrefixSets();
        BitSet texts = verifyTexts();
        BitSet limits = verifyLimits();
        verifyRules(portSets, prefixSets, texts, limits);
        verifyOptional(ImageDescriptor.LAN_NETS_OFFSET, prefixSets);
        BitSet lists = verifyLists();
        verifyPages(lists);
        verifyProtocolTables(lists);
        verifyDirectories();
        verifyClassifiers();
    }

    /** All four lie behind each other in their section, or none is there. */
    private void verifyClassifiers() {
        int at = sections.offset(Section.CLASSIFIERS);
        int end = sections.end(Section.CLASSIFIERS);
        boolean isThere = at < end;
        for (int direction = 0; direction < ImageDescriptor.DIRECTION_COUNT; direction++) {
            at = verifyClassifier(direction, false, isThere, at, end);
            at = verifyClassifier(direction, true, isThere, at, end);
        }
        HeaderVerifier.check(at == end, "end of the classifiers", at);
    }

    private int verifyClassifier(int direction, boolean ipv6, boolean isThere, int at, int end) {
        int header = ImageDescriptor.classifierOffset(direction, ipv6);
        HeaderVerifier.check(image.getInt(header, BYTE_ORDER) == (isThere ? at : 0), "classifier offset", header);
        return isThere ? new ClassifierVerifier(image, at, end, ipv6).verify() : at;
    }

    private BitSet verifyTexts() {
        BitSet starts = new BitSet();
        int offset = sections.offset(Section.TEXTS);
        int end = sections.end(Section.TEXTS);
        HeaderVerifier.check(offset < end, "texts without the policy's name", offset);
        while (offset < end) {
            int length = image.getInt(offset + TextDescriptor.LENGTH_OFFSET, BYTE_ORDER);
            int room = end - offset - TextDescriptor.BYTES_OFFSET;
            HeaderVerifier.check(length > 0 && length <= Rule.MAX_NAME_LENGTH && length <= room, "text length", offset);
            HeaderVerifier.check(TextDescriptor.length(length) <= end - offset, "text padding", offset);
            for (int i = 0; i < length; i++) {
                byte letter = image.getByte(offset + TextDescriptor.BYTES_OFFSET + i);
                HeaderVerifier.check(letter > ' ' && letter <= '~', "text", offset + i);
            }
            starts.set(offset);
            offset += TextDescriptor.length(length);
        }
        return starts;
    }

    private void verifyRules(BitSet portSets, BitSet prefixSets, BitSet texts, BitSet limits) {
        int length = sections.end(Section.RULES) - sections.offset(Section.RULES);
        HeaderVerifier.check(length == ruleCount * RuleDescriptor.LENGTH, "rules length", length);
        for (int i = 0; i < ruleCount; i++) {
            int rule = RuleDescriptor.offset(i);
            int candidate = image.getInt(rule + RuleDescriptor.CANDIDATE_OFFSET, BYTE_ORDER);
            boolean known = (candidate & (CandidateDescriptor.RESERVED | CandidateDescriptor.LAST)) == 0
                    && CandidateDescriptor.kind(candidate) <= CandidateDescriptor.MAX_KIND
                    && CandidateDescriptor.ruleIndex(candidate) == i;
            HeaderVerifier.check(known, "rule", rule);
            verifySet(candidate, CandidateDescriptor.SOURCE_PORTS, rule + RuleDescriptor.SOURCE_PORTS_OFFSET, portSets);
            verifySet(candidate, CandidateDescriptor.SOURCES, rule + RuleDescriptor.SOURCES_OFFSET, prefixSets);
            verifySet(
                    candidate, CandidateDescriptor.DESTINATIONS, rule + RuleDescriptor.DESTINATIONS_OFFSET, prefixSets);
            verifySet(candidate, CandidateDescriptor.ALLOW_FROM, rule + RuleDescriptor.ALLOW_FROM_OFFSET, prefixSets);
            verifySet(candidate, CandidateDescriptor.LIMIT, rule + RuleDescriptor.LIMIT_OFFSET, limits);
            verifySet(candidate, CandidateDescriptor.ALLOW_FROM, rule + RuleDescriptor.ALLOW_LIMIT_OFFSET, limits);
            verifyTarget(rule + RuleDescriptor.NAME_OFFSET, texts);
        }
    }

    private BitSet verifyLimits() {
        BitSet starts = new BitSet();
        int end = sections.end(Section.LIMITS);
        for (int at = sections.offset(Section.LIMITS); at < end; at += LimitDescriptor.LENGTH) {
            HeaderVerifier.check(end - at >= LimitDescriptor.LENGTH, "limits length", at);
            boolean sound = LimitDescriptor.isSound(
                    image.getInt(at + LimitDescriptor.RATE_OFFSET, BYTE_ORDER),
                    image.getInt(at + LimitDescriptor.BURST_OFFSET, BYTE_ORDER),
                    image.getInt(at + LimitDescriptor.CONNECTIONS_OFFSET, BYTE_ORDER),
                    image.getInt(at + LimitDescriptor.SHAPE_OFFSET, BYTE_ORDER));
            HeaderVerifier.check(sound, "limit", at);
            starts.set(at);
        }
        return starts;
    }

    /** Returns where lists begin: at the first candidate, and behind each that is marked as the last. */
    private BitSet verifyLists() {
        BitSet starts = new BitSet();
        int end = sections.end(Section.CANDIDATE_LISTS);
        int before = -1;
        for (int at = sections.offset(Section.CANDIDATE_LISTS); at < end; at += CandidateDescriptor.LENGTH) {
            int candidate = image.getInt(at, BYTE_ORDER);
            int ruleIndex = CandidateDescriptor.ruleIndex(candidate);
            HeaderVerifier.check(ruleIndex > before && ruleIndex < ruleCount, "candidate", at);
            int rule = image.getInt(RuleDescriptor.offset(ruleIndex) + RuleDescriptor.CANDIDATE_OFFSET, BYTE_ORDER);
            HeaderVerifier.check((candidate & ~CandidateDescriptor.LAST) == rule, "candidate marks", at);
            if (before < 0) {
                starts.set(at);
            }
            before = (candidate & CandidateDescriptor.LAST) != 0 ? -1 : ruleIndex;
        }
        HeaderVerifier.check(before < 0, "end of the candidate lists", end);
        return starts;
    }

    private void verifyPages(BitSet lists) {
        int begin = sections.offset(Section.PAGES);
        int end = sections.end(Section.PAGES);
        HeaderVerifier.check((end - begin) % PortTableDescriptor.PAGE_LENGTH == 0, "pages length", end - begin);
        for (int entry = begin; entry < end; entry += PortTableDescriptor.ENTRY_LENGTH) {
            verifyOptional(entry, lists);
        }
    }

    private void verifyProtocolTables(BitSet lists) {
        for (int direction = 0; direction < ImageDescriptor.DIRECTION_COUNT; direction++) {
            for (int protocol = 0; protocol <= ProtocolTableDescriptor.NO_PROTOCOL; protocol++) {
                verifyOptional(ProtocolTableDescriptor.entryOffset(direction, protocol), lists);
            }
        }
    }

    private void verifyDirectories() {
        int begin = sections.offset(Section.PAGES);
        int end = sections.end(Section.PAGES);
        for (int entry = ImageDescriptor.DIRECTORIES_OFFSET;
                entry < ImageDescriptor.PROTOCOL_TABLES_OFFSET;
                entry += PortTableDescriptor.ENTRY_LENGTH) {
            int page = image.getInt(entry, BYTE_ORDER);
            boolean hits = page >= begin && page < end && (page - begin) % PortTableDescriptor.PAGE_LENGTH == 0;
            HeaderVerifier.check(hits, "page offset", entry);
        }
    }

    /** An offset, or 0 where there is nothing. */
    private void verifyOptional(int at, BitSet starts) {
        if (image.getInt(at, BYTE_ORDER) != 0) {
            verifyTarget(at, starts);
        }
    }

    /** A set lies where the mark says there is one, and only there. */
    private void verifySet(int candidate, int mark, int at, BitSet sets) {
        if ((candidate & mark) != 0) {
            verifyTarget(at, sets);
        } else {
            HeaderVerifier.check(image.getInt(at, BYTE_ORDER) == RuleDescriptor.NO_SET, "set without mark", at);
        }
    }

    private void verifyTarget(int at, BitSet starts) {
        int target = image.getInt(at, BYTE_ORDER);
        HeaderVerifier.check(target >= 0 && starts.get(target), "offset", at);
    }
}
