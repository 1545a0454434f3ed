package org.sekimori.dataplane.linux;

/**
 * {@code union bpf_attr} of {@code linux/bpf.h}: one struct for each command, all beginning at 0. Pointers are 8 bytes,
 * the rest 4.
 *
 * <pre>
 *  MAP_CREATE      0 type  4 key bytes  8 value bytes  12 entries  16 flags
 *  MAP_*_ELEM      0 map  8 key*  16 value*  24 flags
 *  OBJ_PIN, _GET   0 path*  8 object  12 flags
 *  PROG_LOAD       0 type  4 count  8 instructions*  16 licence*  24 log level  28 log bytes  32 log*
 *                  68 expected attach type
 *  PROG_TEST_RUN   0 program  4 result  8 bytes in  12 bytes out  16 in*  24 out*  32 repeat  36 duration
 *                  44 context bytes out  56 context out*
 *  OBJECT_INFO     0 object  4 bytes  8 info*
 *  PROG_QUERY      0 interface  4 attach type  16 programs*  24 count  40 links*
 *  LINK_CREATE     0 program  4 interface  8 attach type  12 flags
 *  LINK_UPDATE     0 link  4 program
 *  LINK_DETACH     0 link
 * </pre>
 */
final class BpfDescriptor {
    /** Of the structs above, the longest, rounded up. */
    static final int LENGTH = 144;

    static final int MAP_CREATE = 0;
    static final int MAP_LOOKUP = 1;
    static final int MAP_UPDATE = 2;
    static final int MAP_DELETE = 3;
    static final int PROGRAM_LOAD = 5;
    static final int OBJECT_PIN = 6;
    static final int OBJECT_GET = 7;
    static final int PROGRAM_TEST_RUN = 10;
    static final int OBJECT_INFO = 15;
    static final int PROGRAM_QUERY = 16;
    static final int LINK_CREATE = 28;
    static final int LINK_UPDATE = 29;
    static final int LINK_DETACH = 34;

    static final int CREATE_TYPE = 0;
    static final int CREATE_KEY_BYTES = 4;
    static final int CREATE_VALUE_BYTES = 8;
    static final int CREATE_ENTRIES = 12;
    static final int CREATE_FLAGS = 16;

    static final int ELEMENT_MAP = 0;
    static final int ELEMENT_KEY = 8;
    static final int ELEMENT_VALUE = 16;

    static final int PIN_PATH = 0;
    static final int PIN_OBJECT = 8;

    static final int LOAD_TYPE = 0;
    static final int LOAD_COUNT = 4;
    static final int LOAD_INSTRUCTIONS = 8;
    static final int LOAD_LICENCE = 16;
    static final int LOAD_LOG_LEVEL = 24;
    static final int LOAD_LOG_BYTES = 28;
    static final int LOAD_LOG = 32;
    static final int LOAD_ATTACH_TYPE = 68;

    static final int RUN_PROGRAM = 0;
    static final int RUN_RESULT = 4;
    static final int RUN_BYTES_IN = 8;
    static final int RUN_BYTES_OUT = 12;
    static final int RUN_IN = 16;
    static final int RUN_OUT = 24;
    static final int RUN_REPEAT = 32;
    static final int RUN_DURATION = 36;
    static final int RUN_CONTEXT_BYTES_OUT = 44;
    static final int RUN_CONTEXT_OUT = 56;

    static final int INFO_OBJECT = 0;
    static final int INFO_BYTES = 4;
    static final int INFO = 8;

    /** {@code struct bpf_prog_info}, up to the last field that is read, and that field (Linux 5.16). */
    static final int PROGRAM_INFO_BYTES = 224;

    static final int PROGRAM_INFO_VERIFIED = 216;

    /** {@code struct bpf_link_info} with what tcx and XDP links have: both begin with the interface's index. */
    static final int LINK_INFO_BYTES = 24;

    static final int LINK_INFO_TYPE = 0;
    static final int LINK_INFO_ID = 4;
    static final int LINK_INFO_INTERFACE = 16;

    static final int QUERY_INTERFACE = 0;
    static final int QUERY_ATTACH_TYPE = 4;
    static final int QUERY_PROGRAMS = 16;
    static final int QUERY_COUNT = 24;
    static final int QUERY_LINKS = 40;

    /** {@code BPF_LINK_TYPE_XDP}. */
    static final int LINK_TYPE_XDP = 6;

    static final int LINK_PROGRAM = 0;
    static final int LINK_INTERFACE = 4;
    static final int LINK_ATTACH_TYPE = 8;
    static final int LINK_FLAGS = 12;

    static final int UPDATE_LINK = 0;
    static final int DETACH_LINK = 0;
    static final int UPDATE_PROGRAM = 4;

    private BpfDescriptor() {}
}
