/* SPDX-License-Identifier: Apache-2.0 */
/* WORD(x): what people take for a password first. Made by us: words of signing in, of this
 * country and of offices, names of pets and seasons; no list of others was used. Forms with
 * digits, swapped letters and years follow by rule (core/password_calc.c). */
WORD(password) WORD(passwd) WORD(passcode) WORD(secret) WORD(admin) WORD(administrator) WORD(manager) WORD(root) WORD(user)
WORD(username) WORD(guest) WORD(test) WORD(tester) WORD(demo) WORD(default) WORD(changeme) WORD(change) WORD(initial) WORD(temp)
WORD(welcome) WORD(hello) WORD(letmein) WORD(login) WORD(signin) WORD(access) WORD(master) WORD(system) WORD(server) WORD(service)
WORD(office) WORD(security) WORD(audit) WORD(auditor) WORD(secadmin) WORD(sysadmin) WORD(operator) WORD(computer) WORD(internet)
WORD(qwerty) WORD(asdfgh) WORD(zxcvbn) WORD(qazwsx) WORD(abcabc) WORD(abcdef) WORD(iloveyou) WORD(loveyou) WORD(monkey) WORD(dragon)
WORD(sunshine) WORD(princess) WORD(football) WORD(basketball) WORD(superman) WORD(batman) WORD(shadow) WORD(michael) WORD(summer)
WORD(winter) WORD(spring) WORD(autumn) WORD(monday) WORD(friday) WORD(january) WORD(december) WORD(freedom) WORD(whatever)
WORD(trustno) WORD(starwars) WORD(flower) WORD(money) WORD(happy) WORD(lucky) WORD(china) WORD(zhongguo) WORD(beijing) WORD(shanghai)
WORD(shandong) WORD(woaini) WORD(woaiwojia) WORD(woaizhongguo) WORD(mima) WORD(mimamima) WORD(guanli) WORD(guanliyuan) WORD(zhengfu)
WORD(bangong) WORD(bangongshi) WORD(ducha) WORD(duchashi) WORD(luoshi) WORD(nihao) WORD(pingan) WORD(jiankang) WORD(xingfu) WORD(wangluo)
WORD(diannao) WORD(laoshi) WORD(xiaoming) WORD(zhangsan) WORD(lisi) WORD(wangwu) WORD(woshishui) WORD(tianshi) WORD(baobao)
