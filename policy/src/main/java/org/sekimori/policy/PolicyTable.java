package org.sekimori.policy;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.image.CandidateDescriptor;
import org.sekimori.policy.image.CandidateLookup;
import org.sekimori.policy.image.FatesDescriptor;
import org.sekimori.policy.image.ImageDescriptor;
import org.sekimori.policy.image.ImageDescriptor.Section;
import org.sekimori.policy.image.ImageVerifier;
import org.sekimori.policy.image.PolicyImageException;
import org.sekimori.policy.image.PrefixSet;
import org.sekimori.policy.image.RuleDescriptor;
import org.sekimori.policy.image.TextDescriptor;

/**
 * Judges packets by a policy image. Immutable, so any number of threads may share one; evaluation neither allocates nor
 * throws.
 */
public final class PolicyTable {
    /** Bytes of an image that a core's own cache holds beside other things. */
    private static final int LARGE_IMAGE = 512 * 1024;

    private final UnsafeBuffer image;
    private final int inboundDefault;
    private final int outboundDefault;
    private final int fates;
    private final int checksum;
    private final String policyName;
    private final String[] ruleNames;
    private final Limit[] limits;
    private final Limit[] allowLimits;
    private final int lanNets;
    private final boolean hasClassifiers;
    private final AskedFlows askedFlows;
    private final boolean asksForConnections;

    private PolicyTable(byte[] verified) {
        image = new UnsafeBuffer(verified);
        fates = image.getInt(ImageDescriptor.FATES_OFFSET, BYTE_ORDER);
        checksum = image.getInt(ImageDescriptor.CHECKSUM_OFFSET, BYTE_ORDER);
        inboundDefault = fate(FatesDescriptor.DEFAULT, Direction.INBOUND);
        outboundDefault = fate(FatesDescriptor.DEFAULT, Direction.OUTBOUND);
        policyName = text(image.getInt(ImageDescriptor.sectionOffsetOffset(Section.TEXTS), BYTE_ORDER));
        lanNets = image.getInt(ImageDescriptor.LAN_NETS_OFFSET, BYTE_ORDER);
        hasClassifiers = image.getInt(ImageDescriptor.classifierOffset(0, false), BYTE_ORDER) != 0;
        ruleNames = new String[image.getInt(ImageDescriptor.RULE_COUNT_OFFSET, BYTE_ORDER)];
        boolean flows = false;
        boolean connections = false;
        limits = new Limit[ruleNames.length];
        allowLimits = new Limit[ruleNames.length];
        for (int i = 0; i < ruleNames.length; i++) {
            int rule = RuleDescriptor.offset(i);
            ruleNames[i] = text(image.getInt(rule + RuleDescriptor.NAME_OFFSET, BYTE_ORDER));
            limits[i] = limitAt(image.getInt(rule + RuleDescriptor.LIMIT_OFFSET, BYTE_ORDER));
            allowLimits[i] = limitAt(image.getInt(rule + RuleDescriptor.ALLOW_LIMIT_OFFSET, BYTE_ORDER));
            int kind = CandidateDescriptor.kind(image.getInt(rule + RuleDescriptor.CANDIDATE_OFFSET, BYTE_ORDER));
            flows |= kind == CandidateDescriptor.SOLICITED || kind == CandidateDescriptor.UNSOLICITED;
            connections |= limits[i].connections() > 0;
        }
        askedFlows = flows ? askedFlows() : AskedFlows.NONE;
        asksForConnections = connections;
    }

    /**
     * A table over an image. The image is copied before it is checked, so that nobody can change it afterwards, not even
     * in a mapped file.
     *
     * @throws PolicyImageException when the image isn't whole and sound
     */
    public static PolicyTable over(DirectBuffer image) {
        if (image.capacity() > ImageDescriptor.MAX_LENGTH) {
            throw new PolicyImageException("policy image of " + image.capacity() + " bytes; at most "
                    + ImageDescriptor.MAX_LENGTH + " are read");
        }
        byte[] copy = new byte[image.capacity()];
        image.getBytes(0, copy);
        ImageVerifier.verify(copy);
        return new PolicyTable(copy);
    }

    /**
     * Judges an IPv4 or IPv6 packet: the first rule that matches and decides gives the verdict, else the direction's default. Rules in
     * monitor mode on the way are told to the memory, which is asked what only it can tell.
     *
     * @return a packed {@link Verdict}
     */
    public int evaluate(MatchFields fields, PacketMemory memory) {
        boolean inbound = fields.direction() == Direction.INBOUND;
        if (hasClassifiers) {
            return search(fields, memory, inbound);
        }
        int list = CandidateLookup.find(
                image, inbound ? 0 : 1, fields.ipProtocol(), fields.hasPorts(), fields.destinationPort());
        int fallback = inbound ? inboundDefault : outboundDefault;
        return list == CandidateDescriptor.NONE ? fallback : CandidateWalk.judge(image, list, fields, memory, fallback);
    }

    private int search(MatchFields fields, PacketMemory memory, boolean inbound) {
        boolean ipv6 = fields.ipVersion() == Cidr.IPV6;
        int classifier = image.getInt(ImageDescriptor.classifierOffset(inbound ? 0 : 1, ipv6), BYTE_ORDER);
        return RuleSearch.judge(image, classifier, fields, memory, inbound ? inboundDefault : outboundDefault);
    }

    /** The packed verdict for frames no rule decides. */
    public int defaultVerdict(Direction direction) {
        return direction == Direction.INBOUND ? inboundDefault : outboundDefault;
    }

    /** The packed verdict for IP packets that break the rules of IP. */
    public int malformed(Direction direction) {
        return fate(FatesDescriptor.MALFORMED, direction);
    }

    /** The packed verdict for IP packets that lie deeper than the decoder looks. */
    public int undecodable(Direction direction) {
        return fate(FatesDescriptor.UNDECODABLE, direction);
    }

    /** The packed verdict for later fragments whose first one wasn't seen. */
    public int orphans(Direction direction) {
        return fate(FatesDescriptor.ORPHANS, direction);
    }

    /** Whether the packet's source lies in the networks the policy declares to be inside. */
    public boolean isLanSource(MatchFields fields) {
        return lanNets != RuleDescriptor.NO_SET
                && PrefixSet.contains(image, lanNets, fields.ipVersion(), fields.sourceHigh(), fields.sourceLow());
    }

    /** Whether the whole policy only watches: drops are counted and pass. */
    public boolean isMonitorOnly() {
        return (fates & FatesDescriptor.MONITOR) != 0;
    }

    /** Whether some rule asks if the inside asked. */
    public boolean asksForFlows() {
        return askedFlows != AskedFlows.NONE;
    }

    /** What it may ask so of. */
    public AskedFlows flows() {
        return askedFlows;
    }

    private AskedFlows askedFlows() {
        return hasClassifiers ? AskedFlows.all() : AskedFlows.of(image);
    }

    /** Whether some rule counts open connections. */
    public boolean asksForConnections() {
        return asksForConnections;
    }

    /** How long after the start replies need not be solicited. */
    public int graceSeconds() {
        return image.getInt(ImageDescriptor.GRACE_OFFSET, BYTE_ORDER);
    }

    /** The limit of the rule of that index; {@link Limit#NONE} if it has none. */
    public Limit limit(int ruleIndex) {
        return limits[ruleIndex];
    }

    /** What the rule of that index lets an allowed source send over UDP; {@link Limit#NONE} for anything. */
    public Limit allowLimit(int ruleIndex) {
        return allowLimits[ruleIndex];
    }

    /** Whether rules are searched for, since lists of them would be long. */
    public boolean isSearched() {
        return hasClassifiers;
    }

    /** Whether a verdict may cost much: rules are searched for, or sets outgrow the processor's cache. */
    public boolean isLarge() {
        return hasClassifiers || image.capacity() > LARGE_IMAGE;
    }

    public int ruleCount() {
        return ruleNames.length;
    }

    /** The name of the rule of that index. */
    public String ruleName(int ruleIndex) {
        return ruleNames[ruleIndex];
    }

    /** Whether the rule of that index only watches. */
    public boolean isMonitor(int ruleIndex) {
        int rule = RuleDescriptor.offset(ruleIndex);
        return (image.getInt(rule + RuleDescriptor.CANDIDATE_OFFSET, BYTE_ORDER) & CandidateDescriptor.MONITOR) != 0;
    }

    public String policyName() {
        return policyName;
    }

    /** The image's length. */
    public int imageBytes() {
        return image.capacity();
    }

    /** The image itself, to be kept or sent; read-only. */
    public ByteBuffer image() {
        return ByteBuffer.wrap(image.byteArray()).asReadOnlyBuffer();
    }

    /** The image's CRC32C, which tells policies apart. */
    public int checksum() {
        return checksum;
    }

    private int fate(int place, Direction direction) {
        boolean drop = (fates & FatesDescriptor.bit(place, direction.ordinal())) != 0;
        return drop ? Verdict.drop(Verdict.NO_RULE) : Verdict.pass(Verdict.NO_RULE);
    }

    private Limit limitAt(int offset) {
        return offset == RuleDescriptor.NO_SET ? Limit.NONE : ImageLimits.read(image, offset);
    }

    private String text(int offset) {
        int length = image.getInt(offset + TextDescriptor.LENGTH_OFFSET, BYTE_ORDER);
        return image.getStringWithoutLengthAscii(offset + TextDescriptor.BYTES_OFFSET, length);
    }
}
