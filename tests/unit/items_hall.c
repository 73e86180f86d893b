/* SPDX-License-Identifier: Apache-2.0 */
#include "items_hall.h"

#include <stdio.h>

#include "base/base.h"
#include "test.h"

struct part {
    const char *zh, *en, *initials;
};

static const struct part things[] = {
    {"养老保险", "Pension", "YLBX"},
    {"医疗保险", "Health insurance", "YLBX"},
    {"失业保险", "Unemployment", "SYBX"},
    {"工伤保险", "Work accident", "GSBX"},
    {"社会保障卡", "Social card", "SHBZK"},
    {"居民身份证", "ID card", "JMSFZ"},
    {"居住证", "Residence permit", "JZZ"},
    {"残疾人证", "Disability card", "CJRZ"},
    {"老年人优待证", "Senior pass", "LNRYDZ"},
    {"营业执照", "Licence", "YYZZ"},
    {"食品经营许可证", "Food permit", "SPJYXKZ"},
    {"道路运输证", "Transport permit", "DLYSZ"},
    {"不动产权证", "Title", "BDCQZ"},
    {"林木采伐许可", "Felling permit", "LMCFXK"},
    {"取水许可", "Water permit", "QSXK"},
    {"农药经营许可", "Pesticide permit", "NYJYXK"},
    {"住房公积金", "Housing fund", "ZFGJJ"},
    {"发票", "Invoice", "FP"},
};
static const struct part acts[] = {
    {"申领", "application", "SL"}, {"换领", "renewal", "HL"},      {"补领", "replacement", "BL"},
    {"变更", "change", "BG"},      {"注销", "cancellation", "ZX"}, {"查询", "enquiry", "CX"},
    {"延期", "extension", "YQ"},   {"年审", "yearly check", "NS"}, {"备案", "filing", "BA"},
};
static const struct part whose[] = {
    {"", "", ""},
    {"个人", " for persons", "GR"},
    {"单位", " for firms", "DW"},
    {"外地户籍", " from elsewhere", "WDHJ"},
    {"农村居民", " for farmers", "NCJM"},
    {"未成年人", " for minors", "WCNR"},
    {"退役军人", " for veterans", "TYJR"},
    {"高校毕业生", " for graduates", "GXBYS"},
    {"灵活就业人员", " for the self-employed", "LHJYRY"},
};

char *items_text(uint32_t count, const uint16_t *services, uint32_t service_count, size_t *length)
{
    char *text;
    FILE *to = open_memstream(&text, length);
    assert_non_null(to);
    fprintf(to, "id,code,service,name,name_en,initials,department,basis,conditions,materials,fee,"
                "time,steps,flags,url\n");
    for (uint32_t i = 0; i < count; i++) {
        const struct part *thing = &things[i % countof(things)];
        const struct part *act = &acts[i / countof(things) % countof(acts)];
        const struct part *who = &whose[i / countof(things) / countof(acts) % countof(whose)];
        fprintf(to, "%u,LG-%04u,%u,%s%s%s,%s %s%s,%s%s%s,", i + 1, i + 1,
                services[i % service_count], who->zh, thing->zh, act->zh, thing->en, act->en,
                who->en, who->initials, thing->initials, act->initials);
        fprintf(to,
                "建昌县人力资源和社会保障局,依据本行业的法律法规办理。,"
                "申请人具有完全民事行为能力或由监护人代办,"
                "居民身份证=原件 1 份，当场退还|户口簿=原件和复印件各 1 "
                "份|申请表=窗口领取，现场填写,"
                "不收费,%u 个工作日,取号|窗口受理|审核|领证,%s,https://www.example.org/%u\n",
                i % 20 + 1, i % 3 ? "one-visit" : "instant online", i + 1);
    }
    assert_int_equal(fclose(to), 0);
    return text;
}
