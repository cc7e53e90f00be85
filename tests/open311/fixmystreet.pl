# SPDX-License-Identifier: Apache-2.0
# FixMyStreet's Open311.pm against a server: perl -I FOLDER fixmystreet.pl URL KEY, where FOLDER holds Open311.pm. What it
# asks of the rest of FixMyStreet is stood in for here.
use strict;
use warnings;
use utf8;
use DateTime;
BEGIN { $INC{$_} = 1 for 'FixMyStreet/Cobrand.pm', 'FixMyStreet/DB.pm', 'Utils.pm'; }
package FixMyStreet::Cobrand { }
package FixMyStreet::DB { }
package Utils { sub truncate_coordinate { sprintf('%0.6f', $_[0]) } }
binmode STDOUT, ':utf8';
package FixMyStreet::DB::Result::Problem { sub fixed_states { { 'fixed - user' => 1, fixed => 1 } } sub open_states { { confirmed => 1 } } }
package Any { our $AUTOLOAD; sub new { my $c = shift; bless {@_}, $c } sub AUTOLOAD { my $s = shift; (my $n = $AUTOLOAD) =~ s/.*:://; return if $n eq 'DESTROY'; $s->{$n} } }
package FixMyStreet::DB::Result::Body { sub new { bless {}, shift } sub get_cobrand_handler { Any->new } }
package main;
use Open311;
my ($base, $key) = @ARGV; my ($good, $all) = (0, 0);
sub want { my ($name, $ok, $more) = @_; $all++; $good++ if $ok; print(($ok ? "ok " : "NOT OK ") . "$name " . ($ok ? '' : $more // '') . "\n"); }
my $o = Open311->new(endpoint => "$base/open311/v2/", api_key => $key, jurisdiction => '370499', extended_statuses => 1, fixmystreet_body => FixMyStreet::DB::Result::Body->new);
my $s = $o->get_service_list; want('service list', @{ $s->{service} } > 100 && $s->{service}[0]{service_code}, $o->error);
my $m = $o->get_service_meta_info('urban.road.lamp'); want('service definition', $m->{service_code} eq 'urban.road.lamp' && $m->{attributes}[0]{values}[0]{key}, $o->error);
my $user = Any->new(phone => '13906320003', email => 'someone@example.com', name => 'Test Person');
my $problem = Any->new(id => 4711, title => '路灯不亮', detail => '榴花路与清渠街交叉口，两盏灯不亮', name => 'Test Person', user => $user, used_map => 1, postcode => '',
  latitude => 34.8123456, longitude => 117.3212345, cobrand => 'x', get_extra_fields => [ { name => 'fixmystreet_id', value => 4711 }, { name => 'class', value => 'complaint' } ], state => 'confirmed', bodies => {});
my $id = $o->send_service_request($problem, { url => 'https://fms.example/report/4711', image_url => 'https://fms.example/photo/4711.jpg' }, 'urban.road.lamp');
want('send request', $id, $o->error);
my $again = $o->send_service_request($problem, { url => 'https://fms.example/report/4711' }, 'urban.road.lamp'); want('the same again is the same', $again eq $id, "$again / $id");
my $r = $o->get_service_requests({ report_ids => [$id] }); want('get requests by id', $r->{request}[0]{service_request_id} eq $id && $r->{request}[0]{status} eq 'open', $o->error);
$r = $o->get_service_requests({ start_date => '2026-11-01T00:00:00Z', end_date => '2030-01-01T00:00:00Z', api_key => $key }); want('get requests by time', (grep { $_->{service_request_id} eq $id } @{ $r->{request} || [] }), $o->error);
my $now = DateTime->now; my $w3 = DateTime::Format::W3CDTF->new;
my $u = $o->get_service_request_updates($w3->format_datetime($now->clone->subtract(days => 2)), $w3->format_datetime($now->clone->add(days => 1)));
want('updates', ref $u eq 'ARRAY' && (grep { $_->{service_request_id} eq $id && $o->map_state($_->{status} || '') eq 'confirmed' && $w3->parse_datetime($_->{updated_datetime}) } @$u), $o->error);
$u = $o->get_service_request_updates; want('updates without a span', ref $u eq 'ARRAY' && @$u, $o->error);
$problem->{external_id} = $id;
my $c = Any->new(id => 99, name => 'Test Person', user => $user, problem => $problem, problem_state => 'fixed - user', confirmed => DateTime->now, text => '今天来修过了，谢谢', get_cobrand_logged => Any->new);
my $uid = $o->post_service_request_update($c); want('post update', $uid, $o->error);
my $uid2 = $o->post_service_request_update($c); want('the same update again is the same', $uid2 && $uid eq $uid2, $o->error);
my $t = $o->get_service_request_id_from_token('nothing'); want('unknown token', $t eq '0');
my $bad = Open311->new(endpoint => "$base/open311/v2/", api_key => 'wrong'); $bad->send_service_request($problem, { url => '' }, 'urban.road.lamp'); want('wrong key: its error is understood', $bad->error =~ /403/ && $bad->error !~ /unknown error/, $bad->error);
print "$good of $all\n"; exit($good == $all ? 0 : 1);
